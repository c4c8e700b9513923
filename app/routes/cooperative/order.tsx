import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { isId, newId } from "~/kernel/ids";
import { acceptancesOfShipment } from "~/orders/acceptance-store.server";
import { claimsOfShipment } from "~/orders/claim-view-store.server";
import { explainFulfilFailure, sellerOf, type FulfilFailure } from "~/orders/fulfilment.server";
import { sellerMoves } from "~/orders/order-state";
import { packShipment } from "~/orders/pack-shipment.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { paths } from "~/paths";
import { canBeRefunded, isPaidByPlatform, REASON_WORDS } from "~/payments/refund-rules";
import { explainRequestRefundFailure } from "~/payments/request-refund-failure";
import { requestRefund } from "~/payments/request-refund.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import { AcceptanceRecords } from "../consoles/acceptance-records";
import { acceptanceView } from "../consoles/acceptance-view.server";
import { CLAIM_KINDS, CLAIM_STATES } from "../consoles/claim-words";
import { CoopFrame, coopMeta } from "./coop-frame";
import { orderPageForm, SELLER_REASONS } from "./order-forms.server";
import { OrderGoods } from "./order-goods";
import { RefundForm } from "./order-refund";
import { ShipForm } from "./order-ship";
import { AWAITS_LOTS, SHIPMENT_STATES } from "./order-tabs";
import { shipmentEvents } from "./order-timeline-store.server";
import { invoiceWords, orderView } from "./order-view.server";
import { refusedForm } from "./refused";
import { findShipment } from "./shipment-store.server";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { coopFrame, requireWorkplace } from "./workplace.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  coopMeta(data ? `订单 ${data.shipment.orderNumber}` : "订单");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:view");
  const shipment = isId(params.id) ? await findShipment(db(), workplace, params.id) : undefined;
  if (!shipment) throw notFound();
  const subject = sellerOf(shipment);
  const mayFulfil = can(workplace.actor, "order:fulfil", subject);
  const mayRefund = can(workplace.actor, "refund:request", subject);
  const moves = sellerMoves("PAID", shipment.state);
  const mayKeepBooks = can(workplace.actor, "acceptance:view", subject);
  const [frame, events, claims, acceptances] = await Promise.all([
    coopFrame(workplace.actor),
    shipmentEvents(db(), shipment.id),
    claimsOfShipment(db(), shipment.id),
    mayKeepBooks && shipment.invoiceKind === "INSTITUTION" ? acceptancesOfShipment(db(), shipment.id) : [],
  ]);
  return json({
    frame,
    done: new URL(request.url).searchParams.get("done") ?? "",
    requestKey: newId(),
    may: {
      pack: mayFulfil && moves.pack && !shipment.awaitsLots,
      ship: mayFulfil && moves.ship && !shipment.awaitsLots,
      refund: mayRefund && shipment.lines.some(canBeRefunded),
    },
    reasons: SELLER_REASONS.map((reason) => ({ value: reason, label: REASON_WORDS[reason].zh })),
    claims: claims.map((claim) => ({
      id: claim.id,
      number: claim.number,
      goods: `${claim.title} × ${claim.quantity}`,
      kind: CLAIM_KINDS[claim.kind],
      state: CLAIM_STATES[claim.state],
    })),
    acceptances: acceptances.map(acceptanceView),
    // Who gives money back writes the invoice too; who packs needs no name for it.
    invoice: mayRefund ? invoiceWords(shipment) : null,
    ...orderView(shipment, events, { mayOpenLots: can(workplace.actor, "lot:edit", subject) }),
  });
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
      const { carrier, trackingNumber, content } = given;
      const shipped = await shipShipment({ ...base, shipmentId: shipment.id, carrier, trackingNumber, content });
      if (shipped.ok) return done(shipped.value.completes ? "shipped" : "part-shipped");
      return form.refuse({ [fieldOf(shipped.failure, content)]: [explainFulfilFailure(shipped.failure)] });
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

function fieldOf(failure: FulfilFailure, content: readonly { orderLineId: string }[] | undefined): string {
  if (failure.kind === "tracking-number") return "trackingNumber";
  if (failure.kind === "nothing-to-send") return content ? "content[0].quantity" : "";
  if (failure.kind !== "more-than-left") return "";
  const index = content?.findIndex((line) => line.orderLineId === failure.orderLineId) ?? -1;
  return index < 0 ? "" : `content[${index}].quantity`;
}

const DONE_WORDS: Record<string, string> = {
  packed: "已打包。交给快递后填单号。",
  shipped: "已发货，顾客能看到单号。",
  "part-shipped": "这个包裹已发出，顾客能看到单号。其余的货还在等发货。",
  refunded: "退款已提交，钱会原路退回顾客；已付给农户的不追回。",
};

export default function Order() {
  const data = useLoaderData<typeof loader>();
  const { frame, done, may, shipment, invoice } = data;
  const refused = useActionData<typeof action>();
  const waits = shipment.awaitsLots && shipment.state === "PENDING";
  const state = waits ? AWAITS_LOTS : SHIPMENT_STATES[shipment.state];
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
      crumbs={[{ label: "订单", href: paths.coop.orders({ tab: state.tab }) }, { label: shipment.orderNumber }]}
    >
      <Outcome answer={refused} refusal="没有办成" done={doneWords(DONE_WORDS, done)} />
      {data.claims.length > 0 && (
        <section aria-label="售后">
          <ul className="plain-list ruled">
            {data.claims.map((claim) => (
              <li key={claim.id} className="spread">
                <span>
                  <a href={paths.coop.claim(claim.id)}>售后 {claim.number}</a>{" "}
                  <span className="quiet">
                    {claim.kind} · {claim.goods}
                  </span>
                </span>
                <StatusWord tone={claim.state.tone}>{claim.state.word}</StatusWord>
              </li>
            ))}
          </ul>
        </section>
      )}
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
              ...(invoice ? [{ label: "要开发票", value: invoice }] : []),
              { label: "承运", value: shipment.shipper },
              ...(shipment.shipBy ? [{ label: "预售，最晚发货", value: shipment.shipBy }] : []),
            ]}
          />
          {waits && (
            <Notice tone="waiting" title="还没有分到批次，不能打包">
              收成封批后，到<a href={paths.coop.listings()}>商品</a>
              里选好批次，就按付款先后分给订单。过了最晚发货日还没有分到，货款和运费自动全额退回，由卖家承担。
            </Notice>
          )}
          {may.pack && (
            <PostForm>
              <input type="hidden" name="intent" value="pack" />
              <Button tone={may.ship ? "primary" : "quiet"}>已打包</Button>
            </PostForm>
          )}
          {may.ship && <ShipForm view={data} refused={refusedForm(refused, "ship")} primary={!may.pack} />}
        </div>
        <Timeline
          label="进度"
          steps={shipment.steps.map(({ time, detail, ...step }) => ({
            ...step,
            ...(time === "" ? {} : { time }),
            ...(detail === "" ? {} : { detail }),
          }))}
        />
      </div>
      {data.acceptances.length > 0 && (
        <section>
          <h2>单位验收</h2>
          <p className="quiet">买家签字的验收单，入账时附在订单后。有问题的，买家另外申请售后。</p>
          <AcceptanceRecords acceptances={data.acceptances} />
        </section>
      )}
      <OrderGoods lines={data.lines} parcels={data.parcels} refunds={data.refunds} />
      {may.refund && (
        <RefundForm
          lines={data.lines}
          reasons={data.reasons}
          requestKey={data.requestKey}
          refused={refusedForm(refused, "refund")}
        />
      )}
    </CoopFrame>
  );
}
