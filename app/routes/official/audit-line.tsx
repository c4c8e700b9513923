import { Money, MoneyCell } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Table } from "~/ui/table";
import { AuditSteps } from "./audit-steps";
import { CheckLine } from "./check-line";
import type { AuditView } from "./household-audit.server";

/** One sold line of the audit path: who got what, from which lots, how it was paid, what went back. */
export function AuditLine({ line, href }: { line: AuditView["lines"][number]; href: string }) {
  return (
    <section className="stack">
      <Table
        caption={`五、订单行：${line.title}`}
        note="单位：元"
        small="cards"
        columns={[
          { key: "part", label: "归谁" },
          { key: "given", label: "售出时", align: "end" },
          { key: "taken", label: "退款收回", align: "end" },
          { key: "remaining", label: "现余", align: "end" },
        ]}
      >
        {line.parts.map((part) => (
          <tr key={part.number}>
            <th scope="row">
              {part.word}
              {part.mine && <strong>（本户）</strong>}
            </th>
            <MoneyCell label="售出时" fen={part.givenFen} household={part.household} />
            <MoneyCell label="退款收回" fen={part.takenFen} />
            <MoneyCell label="现余" fen={part.remainingFen} household={part.household} />
          </tr>
        ))}
      </Table>
      <SummaryList
        items={[
          { label: "订单", value: <a href={href}>{line.orderNumber}</a> },
          { label: "成交额", value: <Money fen={line.netFen} /> },
          { label: "分账规则", value: line.rule },
          {
            label: "支付",
            value: (
              <>
                {line.payment.id}，{line.payment.at}
                {line.payment.amountFen !== null && (
                  <>
                    ，整单 <Money fen={line.payment.amountFen} />
                  </>
                )}
              </>
            ),
          },
          ...line.picks.map((pick) => ({
            label: `批次 ${pick.code}`,
            value: (
              <>
                取 {pick.quantity}
                {pick.released && "（已退回库存）"}，{pick.suppliers} 行构成，本户 {pick.share}{" "}
                {pick.unchanged ? "✓ " : "✗ "}
                <code className="digest">{pick.hash}</code>
              </>
            ),
          })),
          ...line.refunds.map((refund) => ({
            label: `退款 ${refund.at}`,
            value: (
              <>
                {refund.reason} <Money fen={refund.fen} />{" "}
                <StatusWord tone={refund.state.tone}>{refund.state.word}</StatusWord>
              </>
            ),
          })),
        ]}
      />
      <AuditSteps steps={line.steps} />
      <CheckLine ok={line.picked}>各批次所取之和 = 售出数量</CheckLine>
    </section>
  );
}
