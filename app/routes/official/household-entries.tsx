import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { declaredEntries } from "~/benefits/declared-store.server";
import { INCOME_CLASSES } from "~/benefits/flow";
import { householdEntries } from "~/benefits/household-entry-store.server";
import { sum, toNumber } from "~/kernel/money";
import { isPeriod, minuteOf } from "~/kernel/period";
import { kilograms } from "~/kernel/quantity";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { MoneyCell } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage } from "./household-page.server";
import { attributedLines } from "./region-desk-store.server";
import { spanText } from "./span";
import { journalWords } from "../consoles/journal-words";
import { CLASS_WORDS, FLOW_WORDS } from "./words";

export const meta: MetaFunction = () => govMeta("收入明细");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, household, crumbs, areaPrefixes } = await openHouseholdPage(request, params["id"], "entry");
  const search = new URL(request.url).searchParams;
  const month = search.get("month");
  if (!isPeriod(month)) throw notFound();
  const incomeClass = INCOME_CLASSES.find((known) => known === search.get("class"));
  const scope = { areaPrefixes, householdId: household.id, period: month, ...(incomeClass ? { incomeClass } : {}) };
  const { entries, accruedFen, paidFen, pendingFen } = await householdEntries(db(), scope);
  const declared = await declaredEntries(db(), { areaPrefixes, householdId: household.id, from: month, to: month });
  const attributed = incomeClass === undefined ? await attributedLines(db(), household.id, month) : [];
  return {
    frame,
    crumbs,
    month,
    className: incomeClass ? CLASS_WORDS[incomeClass] : null,
    household: { id: household.id, maskedHeadName: household.maskedHeadName },
    entries: entries.map((entry) => ({
      journalId: entry.journalId,
      position: entry.position,
      at: minuteOf(entry.occurredAt),
      kind: journalWords(entry.kind),
      title: entry.title,
      flow: FLOW_WORDS[entry.flow],
      className: CLASS_WORDS[entry.incomeClass],
      stable: entry.stable,
      cooperative: entry.cooperativeName,
      voucher: entry.voucherNumber,
      quantity:
        entry.quantity === null
          ? "—"
          : entry.baseUnit === "GRAM"
            ? `${kilograms(entry.quantity)} 千克`
            : `${entry.quantity} 件`,
      basis: entry.basis ?? "—",
      accruedFen: toNumber(entry.accruedFen),
      paidFen: toNumber(entry.paidFen),
      pendingFen: toNumber(entry.pendingFen),
    })),
    totals: { accruedFen: toNumber(accruedFen), paidFen: toNumber(paidFen), pendingFen: toNumber(pendingFen) },
    attributed: attributed.map((line) => ({
      ...line,
      at: minuteOf(line.occurredAt),
      kind: line.kind === "SALE" ? "售出" : "退款冲回",
      amountFen: toNumber(line.amountFen),
    })),
    declared: declared.filter(({ state }) => state === "APPROVED").length,
    attributedFen: toNumber(sum(attributed.map(({ amountFen }) => amountFen))),
  };
}

export default function GovHouseholdEntries() {
  const data = useLoaderData<typeof loader>();
  const { household, entries, totals, attributed } = data;
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={`${household.maskedHeadName}户 ${spanText({ from: data.month, to: data.month })}${data.className === null ? "" : ` · ${data.className}`}`}
      crumbs={[
        ...data.crumbs,
        { label: "收入", href: paths.gov.householdIncome(household.id, { month: data.month }) },
        { label: data.month },
      ]}
      actions={
        <ButtonLink tone="quiet" href={paths.gov.householdAudit(household.id, { month: data.month })}>
          查账到底
        </ButtonLink>
      }
    >
      <HouseholdNav id={household.id} current="income" />
      {entries.length === 0 ? (
        <EmptyState title="这个月没有入账">没有售出、交货、付款或其他分录。</EmptyState>
      ) : (
        <Table
          caption="分录"
          note="单位：元；点项目看来龙去脉"
          small="cards"
          columns={[
            { key: "at", label: "时间" },
            { key: "what", label: "项目" },
            { key: "kind", label: "事项" },
            { key: "flow", label: "带动方式" },
            { key: "class", label: "类别" },
            { key: "coop", label: "经由" },
            { key: "quantity", label: "数量", align: "end" },
            { key: "basis", label: "依据" },
            { key: "source", label: "来源" },
            { key: "pending", label: "待确认", align: "end" },
            { key: "accrued", label: "应计", align: "end" },
            { key: "paid", label: "已付", align: "end" },
            { key: "voucher", label: "凭证" },
          ]}
          foot={
            <tr>
              <th scope="row" colSpan={9}>
                合计
              </th>
              <MoneyCell label="待确认" fen={totals.pendingFen} signed />
              <MoneyCell label="应计" fen={totals.accruedFen} />
              <MoneyCell label="已付" fen={totals.paidFen} household />
              <td />
            </tr>
          }
        >
          {entries.map((entry) => (
            <tr key={`${entry.journalId} ${entry.position}`}>
              <th scope="row">{entry.at}</th>
              <Cell label="项目">
                <a href={paths.gov.householdEntry(household.id, entry)}>
                  {entry.title === "" ? entry.kind : entry.title}
                </a>
              </Cell>
              <Cell label="事项">{entry.kind}</Cell>
              <Cell label="带动方式">{entry.flow}</Cell>
              <Cell label="类别">
                {entry.className}
                {entry.stable && "（稳定）"}
              </Cell>
              <Cell label="经由">{entry.cooperative ?? "农户直销"}</Cell>
              <Cell label="数量" number>
                {entry.quantity}
              </Cell>
              <Cell label="依据">{entry.basis}</Cell>
              <Cell label="来源">平台</Cell>
              <MoneyCell label="待确认" fen={entry.pendingFen} signed />
              <MoneyCell label="应计" fen={entry.accruedFen} signed />
              <MoneyCell label="已付" fen={entry.paidFen} household signed />
              <Cell label="凭证">{entry.voucher ?? "—"}</Cell>
            </tr>
          ))}
        </Table>
      )}
      {data.declared > 0 && (
        <p className="declared-mark">
          <a href={paths.gov.householdDeclared(household.id, { month: data.month, span: "month" })}>
            另有 {data.declared} 条申报收入（已核定）
          </a>
          ：凭据、核定人和来源在申报页，另列，不在上面的合计里。
        </p>
      )}
      {attributed.length > 0 && (
        <Table
          caption="带动销售额的明细"
          note="另一口径，不与收入相加。单位：元"
          small="cards"
          columns={[
            { key: "at", label: "时间" },
            { key: "what", label: "商品" },
            { key: "order", label: "订单号" },
            { key: "kind", label: "事项" },
            { key: "amount", label: "归属该户", align: "end" },
          ]}
          foot={
            <tr>
              <th scope="row" colSpan={4}>
                合计
              </th>
              <MoneyCell label="归属该户" fen={data.attributedFen} />
            </tr>
          }
        >
          {attributed.map((line) => (
            <tr key={`${line.orderLineId} ${line.kind} ${line.at}`}>
              <th scope="row">{line.at}</th>
              <Cell label="商品">
                <a href={paths.gov.householdOrderLine(household.id, line.orderLineId)}>{line.title}</a>
              </Cell>
              <Cell label="订单号">{line.orderNumber}</Cell>
              <Cell label="事项">{line.kind}</Cell>
              <MoneyCell label="归属该户" fen={line.amountFen} signed />
            </tr>
          ))}
        </Table>
      )}
    </GovFrame>
  );
}
