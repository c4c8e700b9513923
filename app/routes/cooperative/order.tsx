import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { maskPhone } from "~/households/masking";
import { isId, newId } from "~/kernel/ids";
import { formatYuan, toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { explainFulfilFailure, sellerOf } from "~/orders/fulfilment.server";
import { canShipmentMove } from "~/orders/order-state";
import { packShipment } from "~/orders/pack-shipment.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { paths } from "~/paths";
import {
  canBeRefunded,
  isPaidByPlatform,
  REASON_WORDS,
  REFUND_STATE_WORDS,
  remainingOf,
  type RefundReason,
} from "~/payments/refund-rules";
import { explainRequestRefundFailure } from "~/payments/request-refund-failure";
import { requestRefund } from "~/payments/request-refund.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { formatLotCode } from "~/supply/lot-code";
import { quantityWords } from "~/supply/quantity-words";
import { Button } from "~/ui/button";
import { ErrorSummary, Field, RadioGroup, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { Timeline } from "~/ui/timeline";
import { CoopFrame, coopMeta } from "./coop-frame";
import { orderPageForm, SELLER_REASONS } from "./order-forms.server";
import { refusedForm } from "./refused";
import { findShipment, type ShipmentDetail } from "./shipment-store.server";
import { shown } from "./typed";
import { coopFrame, requireWorkplace } from "./workplace.server";

const STATE = {
  PENDING: { tone: "waiting", word: "待打包" },
  PACKED: { tone: "waiting", word: "待发货" },
  SHIPPED: { tone: "waiting", word: "已发货，待签收" },
  DELIVERED: { tone: "done", word: "已签收" },
  CANCELLED: { tone: "neutral", word: "已取消" },
} as const;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  coopMeta(data ? `订单 ${data.shipment.orderNumber}` : "订单");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:view");
  const shipment = isId(params.id) ? await findShipment(db(), workplace, params.id) : undefined;
  if (!shipment) throw notFound();
  const subject = sellerOf(shipment);
  const mayFulfil = can(workplace.actor, "order:fulfil", subject);
  return json({
    frame: await coopFrame(workplace.actor),
    done: new URL(request.url).searchParams.get("done") ?? "",
    requestKey: newId(),
    may: {
      pack: mayFulfil && canShipmentMove(shipment.state, "PACKED"),
      ship: mayFulfil && canShipmentMove(shipment.state, "SHIPPED"),
      refund: can(workplace.actor, "refund:request", subject) && shipment.lines.some(canBeRefunded),
    },
    reasons: SELLER_REASONS.map((reason) => ({ value: reason, label: REASON_WORDS[reason].zh })),
    shipment: {
      id: shipment.id,
      orderNumber: shipment.orderNumber,
      state: shipment.state,
      seller: shipment.sellerName,
      shipper: shipment.shipperName,
      tracking: shipment.trackingNumber,
      address: addressOf(shipment),
      note: shipment.note,
      steps: stepsOf(shipment),
    },
    lines: shipment.lines.map((line) => ({
      id: line.id,
      title: line.kind === "FREIGHT" ? "运费" : `${line.title} ${line.variantName}`,
      isGoods: line.kind === "GOODS",
      quantity: line.quantity,
      weight:
        line.baseUnit === null
          ? ""
          : quantityWords(line.quantity * line.packQuantity, {
              baseUnit: line.baseUnit,
              pieceName: line.pieceName ?? "",
              pieceNameEn: line.pieceNameEn ?? "",
            }),
      chargedFen: toNumber(line.chargedFen),
      refundedFen: toNumber(line.refundedFen),
      refundHint: isPaidByPlatform(line)
        ? "顾客没有为它付钱（平台优惠）。填 0：各方退回分得的钱，优惠退还平台。"
        : `最多 ${formatYuan(remainingOf(line))} 元`,
      isRefundable: canBeRefunded(line),
      picks: line.picks.map((pick) => ({
        href: paths.coop.lot(pick.lotId),
        code: formatLotCode(pick.code),
        words:
          line.baseUnit === null
            ? ""
            : quantityWords(pick.quantity, {
                baseUnit: line.baseUnit,
                pieceName: line.pieceName ?? "",
                pieceNameEn: line.pieceNameEn ?? "",
              }),
      })),
    })),
    refunds: shipment.refunds.map((refund) => ({
      id: refund.id,
      at: minuteOf(refund.requestedAt),
      reason: REASON_WORDS[refund.reason as RefundReason].zh,
      amountFen: toNumber(refund.amountFen),
      state: REFUND_STATE_WORDS[refund.state].zh,
      tone: (
        {
          REQUESTED: "waiting",
          PENDING: "waiting",
          SUCCEEDED: "done",
          FAILED: "problem",
          PAID_OTHERWISE: "done",
        } as const
      )[refund.state],
    })),
  });
}

/** Whole while somebody has to deliver it; after that nobody here needs to know where the shopper lives. */
function addressOf(shipment: ShipmentDetail): string[] {
  const isNeeded = shipment.state === "PENDING" || shipment.state === "PACKED" || shipment.state === "SHIPPED";
  if (!isNeeded) return [`${shipment.provinceName}（详细地址在签收或取消后隐藏）`, maskPhone(shipment.buyerPhone)];
  return [`${shipment.buyerName} ${shipment.buyerPhone}`, `${shipment.provinceName} ${shipment.addressLine}`];
}

function stepsOf(shipment: ShipmentDetail) {
  const { packedAt, shippedAt, deliveredAt, claimUntil, releasedAt } = shipment;
  const step = (title: string, at: Date | null, detail?: string) => ({
    title,
    time: at === null ? undefined : minuteOf(at),
    state: at === null ? ("upcoming" as const) : ("done" as const),
    ...(detail === undefined ? {} : { detail }),
  });
  if (shipment.state === "CANCELLED")
    return [step("已付款", shipment.paidAt), { title: "已取消", state: "problem" as const }];
  return [
    step("已付款", shipment.paidAt),
    step("打包", packedAt),
    step("发货", shippedAt),
    step("签收", deliveredAt, claimUntil && !releasedAt ? `售后期到 ${minuteOf(claimUntil)}` : undefined),
    step("货款转为应付", releasedAt),
  ];
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:view");
  const shipment = isId(params.id) ? await findShipment(db(), workplace, params.id) : undefined;
  if (!shipment) throw notFound();
  const form = await parseForm(request, orderPageForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const base = { actor: workplace.actor, now: new Date() };
  const done = (word: string) => redirect(paths.coop.order(shipment.id, { done: word }));

  switch (given.intent) {
    case "pack": {
      const packed = await packShipment({ ...base, shipmentId: shipment.id });
      return packed.ok ? done("packed") : form.refuse({ "": [explainFulfilFailure(packed.failure)] });
    }
    case "ship": {
      const { trackingNumber } = given;
      const shipped = await shipShipment({ ...base, shipmentId: shipment.id, trackingNumber });
      if (shipped.ok) return done("shipped");
      const field = shipped.failure.kind === "tracking-number" ? "trackingNumber" : "";
      return form.refuse({ [field]: [explainFulfilFailure(shipped.failure)] });
    }
    case "refund": {
      const own = new Map(shipment.lines.map((line) => [line.id, line]));
      const lines = given.lines.filter(({ orderLineId, amountFen }) => {
        const line = own.get(orderLineId);
        return amountFen > 0n || !line || isPaidByPlatform(line);
      });
      if (lines.length === 0) return form.refuse({ "": ["请至少填写一行的退款金额。"] });
      if (given.lines.some((line) => !own.has(line.orderLineId))) throw notFound();
      const refunded = await requestRefund({
        ...base,
        orderId: shipment.orderId,
        lines,
        reason: given.reason,
        ...(given.note === "" ? {} : { note: given.note }),
        requestKey: given.requestKey,
      });
      if (refunded.ok) return done("refunded");
      const { failure } = refunded;
      const index =
        failure.kind === "too-much" ? shipment.lines.findIndex((line) => line.id === failure.orderLineId) : -1;
      const field = index < 0 ? "" : `lines[${index}].amount`;
      return form.refuse({ [field]: [explainRequestRefundFailure(failure)] });
    }
  }
}

const DONE_WORDS: Record<string, string> = {
  packed: "已打包。交给快递后填单号。",
  shipped: "已发货，顾客能看到单号。",
  refunded: "退款已提交，钱会原路退回顾客；已付给农户的不追回。",
};

export default function Order() {
  const { frame, done, requestKey, may, reasons, shipment, lines, refunds } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const said = Object.hasOwn(DONE_WORDS, done) ? DONE_WORDS[done] : undefined;
  const state = STATE[shipment.state];
  const refusedRefund = refusedForm(refused, "refund");
  return (
    <CoopFrame
      frame={frame}
      current="orders"
      title={errorTitle(`订单 ${shipment.orderNumber}`, refused?.errors)}
      intro={
        <>
          <StatusWord tone={state.tone}>{state.word}</StatusWord> {shipment.seller}
        </>
      }
      crumbs={[{ label: "订单", href: paths.coop.orders({ state: shipment.state }) }, { label: shipment.orderNumber }]}
    >
      <ErrorSummary errors={refused?.errors} title="没有办成" />
      {said !== undefined && !refused && <Notice tone="done" live title={said} />}
      <div className="two-columns">
        <div className="stack">
          <SummaryList
            items={[
              {
                label: "收件",
                value: shipment.address.map((line) => (
                  <span key={line}>
                    {line}
                    <br />
                  </span>
                )),
              },
              ...(shipment.note ? [{ label: "顾客留言", value: shipment.note }] : []),
              { label: "承运", value: shipment.shipper },
              ...(shipment.tracking ? [{ label: "快递单号", value: shipment.tracking }] : []),
            ]}
          />
          {may.pack && (
            <form method="post">
              <input type="hidden" name="intent" value="pack" />
              <Button tone={may.ship ? "primary" : "quiet"}>已打包</Button>
            </form>
          )}
          {may.ship && (
            <form method="post" className="form" noValidate>
              <input type="hidden" name="intent" value="ship" />
              <Field
                label="快递单号"
                name="trackingNumber"
                autoComplete="off"
                autoCapitalize="characters"
                defaultValue={shown(refusedForm(refused, "ship"), "trackingNumber")}
                error={refusedForm(refused, "ship")?.errors["trackingNumber"]}
              />
              <div className="form-actions">
                <Button tone={may.pack ? "quiet" : "primary"}>发货</Button>
              </div>
            </form>
          )}
        </div>
        <Timeline label="进度" steps={shipment.steps} />
      </div>
      <Table
        caption="货"
        small="cards"
        columns={[
          { key: "title", label: "商品" },
          { key: "quantity", label: "份数", align: "end" },
          { key: "lots", label: "从批次取" },
          { key: "charged", label: "顾客付", align: "end" },
          { key: "refunded", label: "已退", align: "end" },
        ]}
      >
        {lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">{line.title}</th>
            <Cell label="份数" number>
              {line.isGoods ? `${line.quantity} 份，共 ${line.weight}` : ""}
            </Cell>
            <Cell label="从批次取">
              {line.picks.map((pick) => (
                <span key={pick.href} className="nowrap">
                  <a href={pick.href}>{pick.code}</a> {pick.words}{" "}
                </span>
              ))}
            </Cell>
            <Cell label="顾客付" number>
              <Money fen={line.chargedFen} />
            </Cell>
            <Cell label="已退" number>
              {line.refundedFen === 0 ? "—" : <Money fen={line.refundedFen} />}
            </Cell>
          </tr>
        ))}
      </Table>
      {refunds.length > 0 && (
        <Table
          caption="退款"
          small="cards"
          columns={[
            { key: "at", label: "提交时间" },
            { key: "reason", label: "原因" },
            { key: "amount", label: "金额", align: "end" },
            { key: "state", label: "状态" },
          ]}
        >
          {refunds.map((refund) => (
            <tr key={refund.id}>
              <th scope="row">{refund.at}</th>
              <Cell label="原因">{refund.reason}</Cell>
              <Cell label="金额" number>
                <Money fen={refund.amountFen} />
              </Cell>
              <Cell label="状态">
                <StatusWord tone={refund.tone}>{refund.state}</StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {may.refund && (
        <details open={refusedRefund !== undefined}>
          <summary>退款给顾客</summary>
          <form method="post" className="form" noValidate>
            <input type="hidden" name="intent" value="refund" />
            <input type="hidden" name="requestKey" value={shown(refusedRefund, "requestKey", requestKey)} />
            <p className="quiet">按行填写要退的金额，不退的行空着。从各方还没到手的部分退；已经付给农户的不追回。</p>
            {lines.map((line, index) => (
              <div key={line.id}>
                <input type="hidden" name={`lines[${index}].id`} value={line.id} />
                {line.isRefundable && (
                  <Field
                    label={line.title}
                    name={`lines[${index}].amount`}
                    before="¥"
                    width="short"
                    inputMode="decimal"
                    autoComplete="off"
                    hint={line.refundHint}
                    defaultValue={shown(refusedRefund, `lines[${index}].amount`)}
                    error={refusedRefund?.errors[`lines[${index}].amount`]}
                  />
                )}
              </div>
            ))}
            <RadioGroup
              label="原因"
              name="reason"
              choices={reasons}
              defaultValue={shown(refusedRefund, "reason")}
              error={refusedRefund?.errors["reason"]}
            />
            <TextareaField
              label="说明"
              name="note"
              rows={2}
              optional
              defaultValue={shown(refusedRefund, "note")}
              error={refusedRefund?.errors["note"]}
            />
            <div className="form-actions">
              <Button tone="danger">退款</Button>
            </div>
          </form>
        </details>
      )}
    </CoopFrame>
  );
}
