import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import type { BatchRow } from "~/settlement/batch-page-store.server";
import { BATCH_WORDS } from "~/settlement/batch-state";
import { MoneyCell } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { BATCH_TONES, type BatchPaths } from "./batch-view";

export function batchLine(batch: BatchRow) {
  return {
    id: batch.id,
    number: batch.number,
    state: batch.state,
    word: BATCH_WORDS[batch.state],
    prepared: minuteOf(batch.preparedAt),
    payments: batch.payments,
    totalFen: toNumber(batch.totalFen),
    isHouseholds: batch.othersFen === 0n,
  };
}

export function BatchTable({
  batches,
  paths,
}: {
  batches: readonly ReturnType<typeof batchLine>[];
  paths: BatchPaths;
}) {
  return (
    <Table
      caption="付款批次"
      captionHidden
      small="cards"
      columns={[
        { key: "number", label: "批次号" },
        { key: "prepared", label: "生成时间" },
        { key: "payments", label: "笔数", align: "end" },
        { key: "total", label: "金额", align: "end" },
        { key: "state", label: "状态" },
      ]}
    >
      {batches.map((batch) => (
        <tr key={batch.id}>
          <th scope="row">
            <a href={paths.batch(batch.id)}>{batch.number}</a>
          </th>
          <Cell label="生成时间">{batch.prepared}</Cell>
          <Cell label="笔数" number>
            {batch.payments}
          </Cell>
          <MoneyCell fen={batch.totalFen} household={batch.isHouseholds} label="金额" />
          <Cell label="状态">
            <StatusWord tone={BATCH_TONES[batch.state]}>{batch.word}</StatusWord>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
