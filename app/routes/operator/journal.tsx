import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { requirePermission } from "~/access/require-actor.server";
import { findJournalById } from "~/benefits/ledger-store.server";
import type { PartKind } from "~/benefits/split";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { MoneyCell } from "~/ui/money";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { accountWords } from "../consoles/account-words";
import { journalWords } from "../consoles/journal-words";
import { PART_WORDS } from "../consoles/part-words";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

export const meta: MetaFunction = () => opsMeta("分录");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const journal = await findJournalById(db(), params["id"] ?? "");
  if (!journal) throw notFound();
  return {
    frame: opsFrame(actor),
    journal: {
      ...journal,
      kind: journalWords(journal.kind),
      occurredAt: minuteOf(journal.occurredAt),
      recordedAt: minuteOf(journal.recordedAt),
      sealSequence: journal.sealSequence === null ? null : Number(journal.sealSequence),
      postings: journal.postings.map((posting) => ({
        ...posting,
        amountFen: toNumber(posting.amountFen),
        sourceWords: accountWords(posting.source),
        destinationWords: accountWords(posting.destination),
      })),
    },
  };
}

export default function OpsJournal() {
  const { frame, journal } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="ledger"
      title={journal.kind}
      intro={`${journal.occurredAt}，计入 ${journal.period}`}
      crumbs={[{ label: "账簿", href: paths.ops.ledger({ month: journal.period }) }, { label: "分录" }]}
    >
      <SummaryList
        items={[
          { label: "编号", value: <code>{journal.id}</code> },
          {
            label: "来源",
            value: (
              <a href={paths.ops.ledger({ about: journal.sourceId })}>
                <code>{journal.sourceId}</code>
              </a>
            ),
          },
          { label: "记账时间", value: journal.recordedAt },
          ...(journal.memo === null ? [] : [{ label: "摘要", value: journal.memo }]),
          ...(journal.reversesId === null
            ? []
            : [{ label: "冲正", value: <a href={paths.ops.journal(journal.reversesId)}>被它更正的分录</a> }]),
          ...(journal.reversedById === null
            ? []
            : [{ label: "已被冲正", value: <a href={paths.ops.journal(journal.reversedById)}>更正它的分录</a> }]),
          { label: "内容摘要（SHA-256）", value: <code>{journal.contentHash}</code> },
          {
            label: "封存",
            value:
              journal.sealSequence === null ? (
                "待封存（一分钟内）"
              ) : (
                <>
                  第 {journal.sealSequence} 号 <code>{journal.sealHash}</code>
                </>
              ),
          },
        ]}
      />
      <p className="check" data-ok={journal.hashHolds}>
        <span aria-hidden="true">{journal.hashHolds ? "✓ " : "✗ "}</span>
        <span className="visually-hidden">{journal.hashHolds ? "核对一致：" : "核对不一致："}</span>
        按分录重新计算的内容摘要与记账时一致
      </p>
      <Table
        caption="流水"
        small="cards"
        columns={[
          { key: "source", label: "从" },
          { key: "destination", label: "到" },
          { key: "part", label: "份额" },
          { key: "amount", label: "金额", align: "end" },
        ]}
      >
        {journal.postings.map((posting) => (
          <tr key={posting.position}>
            <th scope="row">
              {posting.sourceWords} <code className="caption">{posting.source}</code>
            </th>
            <Cell label="到">
              {posting.destinationWords} <code className="caption">{posting.destination}</code>
            </Cell>
            <Cell label="份额">{posting.part === null ? "—" : PART_WORDS[posting.part as PartKind]}</Cell>
            <MoneyCell label="金额" fen={posting.amountFen} />
          </tr>
        ))}
      </Table>
    </OpsFrame>
  );
}
