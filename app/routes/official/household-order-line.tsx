import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { openOrderLine } from "~/benefits/order-line-trace-store.server";
import { remainingOf } from "~/benefits/line-part-store.server";
import type { Checked } from "~/benefits/household-income-store.server";
import { maskName } from "~/households/masking";
import { isId } from "~/kernel/ids";
import { sum, toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { jin, kilograms } from "~/kernel/quantity";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { Money, MoneyCell } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { CheckLine } from "./check-line";
import { GovFrame, govMeta } from "./gov-frame";
import { HouseholdNav } from "./household-nav";
import { openHouseholdPage } from "./household-page.server";
import { PART_WORDS } from "../consoles/part-words";
import { refundReason, refundState } from "../consoles/refund-words";
import { isLineOf } from "./region-desk-store.server";

export const meta: MetaFunction = () => govMeta("一笔销售的来龙去脉");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, household, crumbs, areaPrefixes } = await openHouseholdPage(request, params["id"], "entry");
  const { lineId } = params;
  if (!isId(lineId) || !(await isLineOf(db(), household.id, lineId))) throw notFound();
  const line = await openOrderLine(db(), { areaPrefixes, orderLineId: lineId });
  if (!line) throw notFound();
  return {
    frame,
    crumbs,
    household: { id: household.id, maskedHeadName: household.maskedHeadName },
    line: {
      orderNumber: line.orderNumber,
      title: `${line.title} ${line.variantName}`,
      quantity: line.quantity,
      sellerName: line.sellerName,
      rule: line.splitRule ? `${line.splitRule.code} 第 ${line.splitRule.version} 版` : "—",
      placedAt: minuteOf(line.placedAt),
      paidAt: line.paidAt ? minuteOf(line.paidAt) : "—",
      deliveredAt: line.deliveredAt ? minuteOf(line.deliveredAt) : "—",
      releasedAt: line.releasedAt ? minuteOf(line.releasedAt) : null,
      unitPriceFen: toNumber(line.unitPriceFen),
      grossFen: toNumber(line.grossFen),
      sellerDiscountFen: toNumber(line.sellerDiscountFen),
      platformDiscountFen: toNumber(line.platformDiscountFen),
      netFen: toNumber(line.netFen),
      chargedFen: toNumber(line.chargedFen),
      attributedFen: toNumber(line.attributedFen),
    },
    parts: line.parts.map((part) => ({
      number: part.number,
      word: PART_WORDS[part.kind],
      household: part.kind === "HOUSEHOLD",
      // The platform's own parts go nowhere further: for them nothing is pending, payable or paid.
      travels: part.kind !== "PLATFORM_FEE" && part.kind !== "PROCESSING",
      mine: part.householdId === household.id,
      name:
        part.kind !== "HOUSEHOLD" ? part.partyName : part.partyName === null ? "范围外农户" : maskName(part.partyName),
      givenFen: toNumber(part.givenFen),
      takenFen: toNumber(part.takenFen),
      remainingFen: toNumber(remainingOf(part)),
      waitingFen: toNumber(part.waitingFen),
      releasedFen: toNumber(part.releasedFen),
      paidFen: toNumber(part.paidFen),
    })),
    remainingFen: toNumber(sum(line.parts.map(remainingOf))),
    takenFen: toNumber(sum(line.parts.map((part) => part.takenFen))),
    picks: line.picks.map((pick) => ({
      lotId: pick.lotId,
      lotCode: pick.lotCode,
      quantity: quantityText(pick.quantity, pick.baseUnit),
      released: pick.released,
      compositionHash: pick.compositionHash,
      rows: pick.rows.map((row, index) => ({
        key: String(index),
        name: row.householdName === null ? "其他供货人或范围外农户" : maskName(row.householdName),
        mine: row.householdId === household.id,
        paidAtIntake: row.settlementMode === "BOUGHT_OUT",
        mode: MODE_WORDS[row.settlementMode as keyof typeof MODE_WORDS] ?? row.settlementMode,
        quantity: quantityText(row.quantity, pick.baseUnit),
        weight: row.weight.toString(),
        intakeIds: row.householdId === household.id ? row.intakeIds : [],
      })),
    })),
    payment: line.payment && {
      id: line.payment.paymentIntentId,
      amountFen: toNumber(line.payment.amountFen),
      at: line.payment.succeededAt ? minuteOf(line.payment.succeededAt) : "—",
    },
    refunds: line.refunds.map((refund) => ({
      id: refund.refundId,
      at: minuteOf(refund.requestedAt),
      state: refundState(refund.state),
      reason: refundReason(refund.reason),
      amountFen: toNumber(refund.amountFen),
      discountBackFen: toNumber(refund.discountBackFen),
    })),
    checks: {
      split: plain(line.checks.split),
      remaining: plain(line.checks.remaining),
      attributed: plain(line.checks.attributed),
      picked: line.checks.picked,
      sameSplit: line.checks.sameSplit,
    },
  };
}

function plain(check: Checked) {
  return { ok: check.ok, shownFen: toNumber(check.shownFen), recomputedFen: toNumber(check.recomputedFen) };
}

function quantityText(quantity: number, unit: "GRAM" | "PIECE"): string {
  return unit === "GRAM" ? `${kilograms(quantity)} 千克（${jin(quantity)} 斤）` : `${quantity} 件`;
}

export default function GovHouseholdOrderLine() {
  const { frame, crumbs, household, line, parts, picks, payment, refunds, checks, ...sums } =
    useLoaderData<typeof loader>();
  return (
    <GovFrame
      frame={frame}
      current="households"
      title={`${line.title} ×${line.quantity}`}
      intro={`订单 ${line.orderNumber} · ${line.sellerName} · ${line.paidAt} 付款`}
      crumbs={[...crumbs, { label: "一笔销售" }]}
    >
      <HouseholdNav id={household.id} current="income" />
      <section className="stack">
        <div className="section-head">
          <h2>买家付了多少</h2>
        </div>
        <p className="equation">
          <span>
            <small>单价 × 件数</small>
            <Money fen={line.grossFen} />
          </span>
          <span>−</span>
          <span>
            <small>卖家优惠</small>
            <Money fen={line.sellerDiscountFen} />
          </span>
          <span>=</span>
          <span>
            <small>成交额（分账基数）</small>
            <Money fen={line.netFen} />
          </span>
        </p>
        <SummaryList
          items={[
            {
              label: "买家实付",
              value: (
                <>
                  <Money fen={line.chargedFen} />
                  {line.platformDiscountFen > 0 && (
                    <>
                      ，平台优惠 <Money fen={line.platformDiscountFen} /> 由平台补足
                    </>
                  )}
                </>
              ),
            },
            { label: "下单", value: line.placedAt },
            { label: "送达", value: line.deliveredAt },
            { label: "转为应付", value: line.releasedAt ?? "尚在待确认" },
            { label: "分账规则", value: line.rule },
            {
              label: "整笔订单的支付",
              value: payment ? (
                <>
                  <Money fen={payment.amountFen} />，{payment.at} <code>{payment.id ?? ""}</code>
                </>
              ) : (
                "—"
              ),
            },
          ]}
        />
      </section>
      <section className="stack">
        <Table
          caption="分账"
          note="单位：元"
          small="cards"
          columns={[
            { key: "who", label: "归谁" },
            { key: "given", label: "售出时", align: "end" },
            { key: "taken", label: "退款收回", align: "end" },
            { key: "left", label: "现余", align: "end" },
            { key: "waiting", label: "待确认", align: "end" },
            { key: "payable", label: "应付未付", align: "end" },
            { key: "paid", label: "已付", align: "end" },
          ]}
          foot={
            <tr>
              <th scope="row">合计</th>
              <MoneyCell label="售出时" fen={line.netFen} />
              <MoneyCell label="退款收回" fen={sums.takenFen} />
              <MoneyCell label="现余" fen={sums.remainingFen} />
              <td colSpan={3} />
            </tr>
          }
        >
          {parts.map((part) => (
            <tr key={part.number}>
              <th scope="row">
                {part.word} {part.name !== null && <span className="caption">{part.name}</span>}
                {part.mine && <strong>（本户）</strong>}
              </th>
              <MoneyCell label="售出时" fen={part.givenFen} household={part.household} />
              <MoneyCell label="退款收回" fen={part.takenFen} />
              <MoneyCell label="现余" fen={part.remainingFen} household={part.household} />
              {part.travels ? (
                <>
                  <MoneyCell label="待确认" fen={part.waitingFen} />
                  <MoneyCell label="应付未付" fen={part.releasedFen} />
                  <MoneyCell label="已付" fen={part.paidFen} household={part.household} />
                </>
              ) : (
                <td colSpan={3} />
              )}
            </tr>
          ))}
        </Table>
        <div className="stack-small">
          <CheckLine ok={checks.split.ok} shownFen={checks.split.shownFen} recomputedFen={checks.split.recomputedFen}>
            各份之和 = 成交额
          </CheckLine>
          <CheckLine
            ok={checks.remaining.ok}
            shownFen={checks.remaining.shownFen}
            recomputedFen={checks.remaining.recomputedFen}
          >
            现余 = 成交额 − 退款
          </CheckLine>
          {checks.sameSplit !== null && (
            <CheckLine ok={checks.sameSplit}>按下单时冻结的规则、批次和构成重新分一次，结果相同</CheckLine>
          )}
        </div>
      </section>
      {picks.map((pick) => (
        <section key={pick.lotId} className="stack">
          <Table
            caption={`批次 ${pick.lotCode}，取 ${pick.quantity}${pick.released ? "（已退回库存）" : ""}`}
            note={pick.compositionHash === null ? undefined : `构成摘要 ${pick.compositionHash}`}
            small="cards"
            columns={[
              { key: "who", label: "谁供的货" },
              { key: "mode", label: "结算方式" },
              { key: "quantity", label: "在批次中", align: "end" },
              { key: "weight", label: "价值权重", align: "end" },
              { key: "slips", label: "入库单" },
            ]}
          >
            {pick.rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  {row.name}
                  {row.mine && <strong>（本户）</strong>}
                </th>
                <Cell label="结算方式">{row.mode}</Cell>
                <Cell label="在批次中" number>
                  {row.quantity}
                </Cell>
                <Cell label="价值权重" number>
                  {row.weight}
                </Cell>
                <Cell label="入库单">
                  {row.intakeIds.length === 0
                    ? "—"
                    : row.intakeIds.map((intakeId, index) => (
                        <a key={intakeId} href={paths.gov.householdIntake(household.id, intakeId)}>
                          第 {index + 1} 张{" "}
                        </a>
                      ))}
                </Cell>
              </tr>
            ))}
          </Table>
          {pick.rows.some((row) => row.mine && row.paidAtIntake) && (
            <p className="quiet">
              该户这部分货是买断的：收入在交货入库时已计，卖多卖少归合作社，所以本次分账中没有该户的份。
            </p>
          )}
        </section>
      ))}
      <div className="stack-small">
        <CheckLine ok={checks.picked}>各批次所取之和 = 售出数量</CheckLine>
        <CheckLine
          ok={checks.attributed.ok}
          shownFen={checks.attributed.shownFen}
          recomputedFen={checks.attributed.recomputedFen}
        >
          带动销售额的归属之和 = 成交额 − 退款
        </CheckLine>
      </div>
      {refunds.length > 0 && (
        <Table
          caption="退款"
          small="cards"
          columns={[
            { key: "at", label: "申请" },
            { key: "reason", label: "原因" },
            { key: "amount", label: "退给买家", align: "end" },
            { key: "discount", label: "退回平台优惠", align: "end" },
            { key: "state", label: "状态" },
          ]}
        >
          {refunds.map((refund) => (
            <tr key={refund.id}>
              <th scope="row">{refund.at}</th>
              <Cell label="原因">{refund.reason}</Cell>
              <MoneyCell label="退给买家" fen={refund.amountFen} />
              <MoneyCell label="退回平台优惠" fen={refund.discountBackFen} />
              <Cell label="状态">
                <StatusWord tone={refund.state.tone}>{refund.state.word}</StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </GovFrame>
  );
}
