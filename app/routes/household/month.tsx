import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { toNumber } from "~/kernel/money";
import { dayOf, isPeriod, minuteOf, periodOf } from "~/kernel/period";
import { PAYOUT_WORDS } from "~/routes/consoles/payout-words";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { DISBURSEMENT_WORDS } from "~/settlement/batch-state";
import {
  deliveriesOf,
  monthBalance,
  paymentsOf,
  payoutsOf,
  soldLinesOf,
  type SoldRow,
} from "~/settlement/household-statement-store.server";
import { priceUnitWords, quantityWords } from "~/supply/quantity-words";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { Money, MoneyCell } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { Cell, Table } from "~/ui/table";
import { HouseholdFrame, householdMeta, monthWords } from "./household-frame";
import { requireHousehold } from "./household-desk.server";

export const handle = { large: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  householdMeta(data ? `${monthWords(data.period)} 明白卡` : "明白卡");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { householdId, frame } = await requireHousehold(request);
  const period = params["month"];
  const now = new Date();
  if (!isPeriod(period) || period > periodOf(now)) throw notFound();
  const [balance, delivered, sold, payouts, payments] = await Promise.all([
    monthBalance(db(), householdId, period),
    deliveriesOf(db(), householdId, period),
    soldLinesOf(db(), householdId, period),
    payoutsOf(db(), householdId, period),
    paymentsOf(db(), householdId, period),
  ]);
  return {
    frame,
    period,
    printed: minuteOf(now),
    balance: {
      openingFen: toNumber(balance.openingFen),
      deliveriesFen: toNumber(balance.deliveriesFen),
      salesFen: toNumber(balance.salesFen),
      payoutsFen: toNumber(balance.payoutsFen),
      takenBackFen: toNumber(balance.takenBackFen),
      paidFen: toNumber(balance.paidFen),
      closingFen: toNumber(balance.closingFen),
      pendingFen: toNumber(balance.pendingFen),
      ok: balance.check.ok,
    },
    delivered: delivered.map((row) => ({
      id: row.intakeId,
      number: row.number,
      day: dayOf(row.deliveredAt).slice(5),
      what: `${row.productName} ${row.grade}`,
      quantity: quantityWords(row.net, row),
      price: row.unitPriceFen === null ? null : toNumber(row.unitPriceFen),
      per: priceUnitWords(row),
      mode: MODE_WORDS[row.mode],
      amountFen: row.amountFen === null ? null : toNumber(row.amountFen),
      cooperative: row.cooperativeName,
      slip: row.slipMediaId,
      reversed: row.reversed,
    })),
    sold: byTitle(sold),
    payouts: payouts.map((row) => ({
      id: row.payoutId,
      day: dayOf(row.enteredAt).slice(5),
      what: PAYOUT_WORDS[row.flow],
      basis: row.basis,
      forMonth: row.forPeriod === period ? null : monthWords(row.forPeriod),
      cooperative: row.cooperativeName,
      amountFen: toNumber(row.amountFen),
    })),
    payments: payments.map((row) => ({
      id: row.disbursementId,
      day: dayOf(row.at).slice(5),
      payer: row.payerName,
      word: DISBURSEMENT_WORDS[row.state],
      voucher: row.voucherNumber,
      amountFen: toNumber(row.amountFen),
    })),
  };
}

/** What is sold in ten boxes is read as one thing; the boxes are below it. */
function byTitle(rows: readonly SoldRow[]) {
  const titles = [...new Set(rows.map((row) => row.title))];
  return titles.map((title) => {
    const own = rows.filter((row) => row.title === title);
    return {
      title,
      seller: own[0]?.sellerName ?? "",
      times: own.length,
      givenFen: own.reduce((total, row) => total + toNumber(row.givenFen), 0),
      takenFen: own.reduce((total, row) => total + toNumber(row.takenFen), 0),
      lines: own.map((row) => ({
        id: row.orderLineId,
        day: dayOf(row.soldAt).slice(5),
        variant: row.variantName,
        givenFen: toNumber(row.givenFen),
        takenFen: toNumber(row.takenFen),
        word: stateOf(row),
      })),
    };
  });
}

function stateOf(row: SoldRow): string {
  if (row.givenFen === 0n) return "交货时已算清";
  if (row.takenFen >= row.givenFen) return "买家退了";
  if (row.waitingFen > 0n) return "等买家收货";
  if (row.owedFen > 0n) return "已定下，等付款";
  return "已付";
}

export default function HouseholdMonth() {
  const { frame, period, printed, balance, delivered, sold, payouts, payments } = useLoaderData<typeof loader>();
  return (
    <HouseholdFrame
      frame={frame}
      current="overview"
      title={`${monthWords(period)} 明白卡`}
      intro={`${frame.name}，户卡编号 ${frame.number}，${printed} 列出`}
      crumbs={[{ label: "我家的账", href: paths.household.overview() }, { label: monthWords(period) }]}
    >
      <Receipt
        title="这个月的账"
        foot={
          <p>
            {balance.ok ? "✓ 每一笔加起来，和总账对得上。" : "✗ 每一笔加起来和总账对不上，我们正在查。"}
            另有 <Money fen={balance.pendingFen} household /> 在等买家收货，还没算进来。
          </p>
        }
      >
        <ReceiptLine label="上个月底欠您">
          <Money fen={balance.openingFen} household />
        </ReceiptLine>
        <ReceiptLine label="＋ 交货当场结算">
          <Money fen={balance.deliveriesFen} household />
        </ReceiptLine>
        <ReceiptLine label="＋ 卖货定下的">
          <Money fen={balance.salesFen} household />
        </ReceiptLine>
        <ReceiptLine label="＋ 工钱、租金、分红等">
          <Money fen={balance.payoutsFen} household />
        </ReceiptLine>
        <ReceiptLine label="－ 退款减少的">
          <Money fen={balance.takenBackFen} household />
        </ReceiptLine>
        <ReceiptLine label="－ 付给您的">
          <Money fen={balance.paidFen} household />
        </ReceiptLine>
        <ReceiptLine label="月底欠您" total household>
          <Money fen={balance.closingFen} household />
        </ReceiptLine>
      </Receipt>
      <p className="no-print">要纸的，用手机或电脑的“打印”就行，菜单不会印上去。</p>

      <section className="stack">
        <h2>交了什么货</h2>
        {delivered.length === 0 ? (
          <p className="quiet">这个月没有交货。</p>
        ) : (
          <Table
            caption="交货"
            captionHidden
            small="cards"
            columns={[
              { key: "day", label: "日期" },
              { key: "what", label: "东西" },
              { key: "quantity", label: "净重", align: "end" },
              { key: "price", label: "单价", align: "end" },
              { key: "amount", label: "当场算的钱", align: "end" },
              { key: "wrong", label: "" },
            ]}
          >
            {delivered.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.day} <span className="caption">{row.number}</span>
                </th>
                <Cell label="东西">
                  <span>
                    {row.what}
                    <span className="caption">
                      {" "}
                      {row.cooperative} · {row.mode}
                      {row.reversed ? " · 已冲销，不算" : ""}
                    </span>
                    {row.slip !== null && (
                      <>
                        {" "}
                        <a href={paths.media(row.slip, "750.webp")}>看磅单</a>
                      </>
                    )}
                  </span>
                </Cell>
                <Cell label="净重" number>
                  {row.quantity}
                </Cell>
                <Cell label="单价" number>
                  {row.price === null ? (
                    "以后定"
                  ) : (
                    <span>
                      <Money fen={row.price} />/{row.per}
                    </span>
                  )}
                </Cell>
                {row.amountFen === null ? (
                  <Cell label="当场算的钱" number>
                    卖出后算
                  </Cell>
                ) : (
                  <MoneyCell fen={row.reversed ? 0 : row.amountFen} household label="当场算的钱" />
                )}
                <Wrong kind="INTAKE" id={row.id} what={`${row.day} ${row.what}`} />
              </tr>
            ))}
          </Table>
        )}
      </section>

      <section className="stack">
        <h2>卖了什么</h2>
        {sold.length === 0 ? (
          <p className="quiet">这个月没有卖出您家的货。</p>
        ) : (
          sold.map((group) => (
            <details key={group.title} className="ruled-details">
              <summary>
                <span>
                  {group.title}，{group.times} 笔，
                  {group.givenFen === 0 ? (
                    "交货时已算清"
                  ) : (
                    <>
                      归您 <Money fen={group.givenFen - group.takenFen} household />
                    </>
                  )}
                </span>
              </summary>
              <Table
                caption={`${group.title}，由${group.seller}卖出`}
                small="cards"
                columns={[
                  { key: "day", label: "日期" },
                  { key: "variant", label: "规格" },
                  { key: "given", label: "归您", align: "end" },
                  { key: "taken", label: "退款减少", align: "end" },
                  { key: "state", label: "现在" },
                  { key: "wrong", label: "" },
                ]}
              >
                {group.lines.map((line) => (
                  <tr key={line.id}>
                    <th scope="row">{line.day}</th>
                    <Cell label="规格">{line.variant}</Cell>
                    <MoneyCell fen={line.givenFen} household label="归您" />
                    <MoneyCell fen={line.takenFen} household label="退款减少" />
                    <Cell label="现在">{line.word}</Cell>
                    <Wrong kind="ORDER_LINE" id={line.id} what={`${line.day} ${group.title}`} />
                  </tr>
                ))}
              </Table>
            </details>
          ))
        )}
      </section>

      <section className="stack">
        <h2>工钱、租金、分红等</h2>
        {payouts.length === 0 ? (
          <p className="quiet">这个月没有。</p>
        ) : (
          <Table
            caption="工钱、租金、分红等"
            captionHidden
            small="cards"
            columns={[
              { key: "day", label: "日期" },
              { key: "what", label: "是什么" },
              { key: "basis", label: "怎么算的" },
              { key: "amount", label: "金额", align: "end" },
              { key: "wrong", label: "" },
            ]}
          >
            {payouts.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.day}</th>
                <Cell label="是什么">
                  <span>
                    {row.what} <span className="caption">{row.cooperative}</span>
                  </span>
                </Cell>
                <Cell label="怎么算的">{row.forMonth === null ? row.basis : `${row.basis}（${row.forMonth}的）`}</Cell>
                <MoneyCell fen={row.amountFen} household label="金额" />
                <Wrong kind="PAYOUT" id={row.id} what={`${row.day} ${row.what}`} />
              </tr>
            ))}
          </Table>
        )}
      </section>

      <section className="stack">
        <h2>付给您的钱</h2>
        {payments.length === 0 ? (
          <p className="quiet">这个月没有付款。</p>
        ) : (
          <Table
            caption="付款"
            captionHidden
            small="cards"
            columns={[
              { key: "day", label: "日期" },
              { key: "payer", label: "谁付的" },
              { key: "amount", label: "金额", align: "end" },
              { key: "voucher", label: "凭证" },
              { key: "wrong", label: "" },
            ]}
          >
            {payments.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.day}</th>
                <Cell label="谁付的">
                  <span>
                    {row.payer} <span className="caption">{row.word}</span>
                  </span>
                </Cell>
                <MoneyCell fen={row.amountFen} household label="金额" />
                <Cell label="凭证">
                  <a href={paths.household.payment(row.id)}>{row.voucher ?? "看这一笔"}</a>
                </Cell>
                <Wrong kind="DISBURSEMENT" id={row.id} what={`${row.day} 的付款`} />
              </tr>
            ))}
          </Table>
        )}
      </section>
      <Notice title="账上缺了东西？">
        <p>
          交了货没有写、钱没到，也请告诉我们：
          <a href={paths.household.newObjection({ kind: "PERIOD", id: period })}>这个月的账缺了东西</a>
          。提意见不会停发您的钱。
        </p>
      </Notice>
    </HouseholdFrame>
  );
}

function Wrong({ kind, id, what }: { kind: string; id: string; what: string }) {
  return (
    <td className="no-print">
      <a href={paths.household.newObjection({ kind, id })}>
        不对<span className="visually-hidden">：{what}</span>
      </a>
    </td>
  );
}
