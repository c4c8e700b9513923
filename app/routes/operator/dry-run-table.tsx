import type { PartKind } from "~/benefits/split";
import { percentText, sharesInTenths } from "~/ui/split-shares";
import { EmptyState } from "~/ui/empty-state";
import { MoneyCell } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { PART_WORDS } from "../consoles/part-words";

/** A dry run as loaders hand it on: amounts as plain numbers of fen. */
export type DryRunData = {
  readonly orders: number;
  readonly lines: number;
  readonly totalFen: number;
  readonly rows: readonly { readonly kind: PartKind; readonly beforeFen: number; readonly afterFen: number }[];
};

/** The same past orders as they were split and as they would be, with the difference for everybody. */
export function DryRunTable({ run }: { run: DryRunData }) {
  if (run.lines === 0) return <EmptyState title="没有可试算的订单">该规则下还没有已付款的订单。</EmptyState>;
  const shares = (key: "beforeFen" | "afterFen") => sharesInTenths(run.rows.map((row) => BigInt(row[key])));
  const [before, after] = [shares("beforeFen"), shares("afterFen")];
  return (
    <Table
      caption="试算"
      note={`最近 ${run.orders} 笔已付款订单的 ${run.lines} 行，金额不变，只换规则。单位：元`}
      small="cards"
      columns={[
        { key: "who", label: "谁" },
        { key: "before", label: "原规则", align: "end" },
        { key: "before-share", label: "占比", align: "end" },
        { key: "after", label: "新规则", align: "end" },
        { key: "after-share", label: "占比", align: "end" },
        { key: "change", label: "变化", align: "end" },
      ]}
      foot={
        <tr>
          <th scope="row">合计</th>
          <MoneyCell label="原规则" fen={run.totalFen} />
          <Cell label="占比" number>
            100%
          </Cell>
          <MoneyCell label="新规则" fen={run.totalFen} />
          <Cell label="占比" number>
            100%
          </Cell>
          <MoneyCell label="变化" fen={0} />
        </tr>
      }
    >
      {run.rows.map((row, index) => (
        <tr key={row.kind}>
          <th scope="row">{PART_WORDS[row.kind]}</th>
          <MoneyCell label="原规则" fen={row.beforeFen} household={row.kind === "HOUSEHOLD"} />
          <Cell label="占比" number>
            {percentText(before[index] ?? 0)}
          </Cell>
          <MoneyCell label="新规则" fen={row.afterFen} household={row.kind === "HOUSEHOLD"} />
          <Cell label="占比" number>
            {percentText(after[index] ?? 0)}
          </Cell>
          <MoneyCell label="变化" fen={row.afterFen - row.beforeFen} signed />
        </tr>
      ))}
    </Table>
  );
}
