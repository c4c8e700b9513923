import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { isId } from "~/kernel/ids";
import { sum, toNumber } from "~/kernel/money";
import { dayOf, isPeriod, periodOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { journalWords } from "../consoles/journal-words";
import { deliveriesOf } from "~/settlement/household-statement-store.server";
import { periodEntries } from "~/settlement/settlement-period-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { Money, MoneyCell } from "~/ui/money";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { householdOfPeriod } from "./settlement-store.server";
import { coopFrame, requireCooperative } from "./workplace.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  coopMeta(data ? `${data.household.name} ${data.period}` : "结算月");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:view");
  const { month: period, id } = params;
  if (!isPeriod(period) || period > periodOf(new Date()) || !isId(id)) throw notFound();
  const asked = new URL(request.url).searchParams.get("coop");
  const scope = asked !== null && workplace.cooperativeIds.includes(asked) ? [asked] : workplace.cooperativeIds;
  const household = await householdOfPeriod(db(), scope, id, period);
  if (!household) throw notFound();
  const { cooperativeId } = household;
  const [frame, cooperatives, entries, deliveries] = await Promise.all([
    coopFrame(workplace.actor),
    findCooperatives(db(), [cooperativeId]),
    periodEntries(db(), { cooperativeId, householdId: id, period }),
    deliveriesOf(db(), id, period, cooperativeId),
  ]);
  const dueFen = sum(entries.map((entry) => entry.dueFen));
  const paidFen = sum(entries.map((entry) => entry.paidFen));
  return json({
    frame,
    period,
    cooperative: { id: cooperativeId, name: cooperatives[0]?.name ?? "" },
    household: { name: household.name, number: household.number },
    openingFen: toNumber(household.openingFen),
    dueFen: toNumber(dueFen),
    paidFen: toNumber(paidFen),
    closingFen: toNumber(household.closingFen),
    ok: household.openingFen + dueFen - paidFen === household.closingFen,
    entries: entries.map((entry) => ({
      key: `${entry.journalId} ${entry.position}`,
      day: dayOf(entry.occurredAt),
      words: journalWords(entry.kind),
      title: entry.title,
      memo: entry.memo,
      dueFen: toNumber(entry.dueFen),
      paidFen: toNumber(entry.paidFen),
      intake: entry.intakeId === null ? null : paths.coop.intake(entry.intakeId),
      voucher:
        entry.batchId === null || entry.disbursementId === null
          ? null
          : paths.coop.batchPayment(entry.batchId, entry.disbursementId),
    })),
    deliveries: deliveries.map((row) => ({
      id: row.intakeId,
      number: row.number,
      day: dayOf(row.deliveredAt),
      what: `${row.productName} ${row.grade}`,
      quantity: quantityWords(row.net, row),
      mode: MODE_WORDS[row.mode],
      amountFen: row.amountFen === null ? null : toNumber(row.amountFen),
      reversed: row.reversed,
    })),
  });
}

export default function PeriodHousehold() {
  const data = useLoaderData<typeof loader>();
  const { frame, period, cooperative, household, openingFen, dueFen, paidFen, closingFen, ok, entries, deliveries } =
    data;
  const coop = { coop: cooperative.id };
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={`${household.name} ${period}`}
      intro={`${household.number}，与${cooperative.name}的往来`}
      crumbs={[
        { label: "结算", href: paths.coop.settlement(coop) },
        { label: period, href: paths.coop.period(period, coop) },
        { label: household.name },
      ]}
    >
      <Receipt title={`${period} 对账单`} number={household.number}>
        <ReceiptLine label="上月末余额">
          <Money fen={openingFen} household />
        </ReceiptLine>
        <ReceiptLine label="＋ 本月应付">
          <Money fen={dueFen} household />
        </ReceiptLine>
        <ReceiptLine label="－ 本月已付">
          <Money fen={paidFen} household />
        </ReceiptLine>
        <ReceiptLine label={`${ok ? "✓" : "✗"} 月末余额`} total household>
          <Money fen={closingFen} household />
        </ReceiptLine>
      </Receipt>
      <section className="stack" id="entries">
        <h2>每一笔</h2>
        {entries.length === 0 ? (
          <p className="quiet">这个月没有应付，也没有付款。</p>
        ) : (
          <Table
            caption="本月应付与已付"
            captionHidden
            small="cards"
            columns={[
              { key: "day", label: "日期" },
              { key: "what", label: "事由" },
              { key: "due", label: "应付", align: "end" },
              { key: "paid", label: "已付", align: "end" },
            ]}
            foot={
              <tr>
                <th scope="row">合计</th>
                <Cell label="笔数">{entries.length} 笔</Cell>
                <MoneyCell fen={dueFen} household label="应付" />
                <MoneyCell fen={paidFen} household label="已付" />
              </tr>
            }
          >
            {entries.map((entry) => (
              <tr key={entry.key}>
                <th scope="row">{entry.day}</th>
                <Cell label="事由">
                  <span>
                    {entry.words} {entry.title}
                    {entry.memo !== null && <span className="caption"> {entry.memo}</span>}
                    {entry.intake !== null && (
                      <>
                        {" "}
                        <a href={entry.intake}>入库单</a>
                      </>
                    )}
                    {entry.voucher !== null && (
                      <>
                        {" "}
                        <a href={entry.voucher}>凭证</a>
                      </>
                    )}
                  </span>
                </Cell>
                <MoneyCell fen={entry.dueFen} household label="应付" />
                <MoneyCell fen={entry.paidFen} household label="已付" />
              </tr>
            ))}
          </Table>
        )}
      </section>
      <section className="stack" id="deliveries">
        <h2>交货</h2>
        {deliveries.length === 0 ? (
          <p className="quiet">这个月没有交货。</p>
        ) : (
          <Table
            caption="交货"
            captionHidden
            small="cards"
            columns={[
              { key: "number", label: "入库单" },
              { key: "day", label: "日期" },
              { key: "what", label: "产品" },
              { key: "quantity", label: "净重", align: "end" },
              { key: "amount", label: "收货应付", align: "end" },
            ]}
          >
            {deliveries.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.coop.intake(row.id)}>{row.number}</a>
                </th>
                <Cell label="日期">{row.day}</Cell>
                <Cell label="产品">{`${row.what}，${row.mode}${row.reversed ? "，已冲销" : ""}`}</Cell>
                <Cell label="净重" number>
                  {row.quantity}
                </Cell>
                {row.amountFen === null || row.reversed ? (
                  <Cell label="收货应付" number>
                    {row.reversed ? "—" : "卖出后算"}
                  </Cell>
                ) : (
                  <MoneyCell fen={row.amountFen} household label="收货应付" />
                )}
              </tr>
            ))}
          </Table>
        )}
      </section>
    </CoopFrame>
  );
}
