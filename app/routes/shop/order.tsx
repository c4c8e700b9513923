import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { expectedSplit } from "~/benefits/expected-split.server";
import { shareReceipt, unshareReceipt } from "~/benefits/share-receipt.server";
import { isId } from "~/kernel/ids";
import { formatYuan, toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { carrierName } from "~/orders/carriers";
import { claimKindOf } from "~/orders/claim-state";
import { confirmDelivery } from "~/orders/confirm-delivery.server";
import { shopperMoves, stageOf, type OrderStage, type ShipmentState } from "~/orders/order-state";
import { provinceNamed } from "~/orders/provinces";
import { claimsOfOrder } from "~/orders/claim-view-store.server";
import { setImpactConsent } from "~/orders/impact-consent.server";
import { reviewsOfOrder } from "~/orders/review-store.server";
import { cancelOrder } from "~/payments/cancel-order.server";
import { explainCancelOrderFailure, type CancelOrderFailure } from "~/payments/cancel-order-failure";
import { startPayment } from "~/payments/start-payment.server";
import { explainStartPaymentFailure, type StartPaymentFailure } from "~/payments/start-payment-failure";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import type { Locale } from "~/ui/locale";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { SplitBar } from "~/ui/split-bar";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import { cartCountOf } from "./cart-cookie.server";
import { Chinese } from "./chinese";
import { inLocale, shopOf, useShop, type Messages } from "./messages/messages";
import { impactOf } from "./impact.server";
import { ImpactSteps } from "./impact-steps";
import { claimableLines, orderOf } from "./order-by-token.server";
import { OrderClaims } from "./order-claims";
import { OrderParcels } from "./order-parcels";
import { PreorderMark } from "./preorder-mark";
import { orderReceipt } from "./receipt-store.server";
import { ShopPage } from "./shop-page";
import { splitParts } from "./split-parts";
import { STAGE_TONES } from "./stage-tones";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const order = await orderOf(params.token);
  // Only goods that were sent can be claimed: the page after paying asks for nothing of it.
  const sent = order.shipments.some(({ parcels }) => parcels.length > 0);
  const [receipt, claims] =
    order.state === "PAID"
      ? await Promise.all([orderReceipt(db(), order.id), sent ? claimsOfOrder(db(), order.id) : []])
      : [undefined, []];
  const impact = receipt ? await impactOf(order.id, receipt) : null;
  const expected = order.state === "PLACED" ? await expectedSplit(db(), order.id) : [];
  const reviews = order.shipments.some(({ state }) => state === "DELIVERED")
    ? await reviewsOfOrder(db(), order.id)
    : [];
  const states = order.shipments.map((shipment) => shipment.state);
  const { locale } = shopOf(new URL(request.url).pathname);
  const { id: _id, shipments, events, ...shown } = order;
  return json(
    {
      cartCount: cartCountOf(request),
      token: params.token ?? "",
      notice: new URL(request.url).searchParams.get("notice"),
      stage: stageOf(order.state, states),
      moves: shopperMoves(order.state, states),
      order: {
        ...shown,
        provinceName: inLocale(locale, order.provinceName, provinceNamed(order.provinceName)?.nameEn),
        goodsFen: toNumber(order.goodsFen),
        freightFen: toNumber(order.freightFen),
        discountFen: toNumber(order.sellerDiscountFen + order.platformDiscountFen),
        sellerDiscountFen: undefined,
        platformDiscountFen: undefined,
        totalFen: toNumber(order.totalFen),
        placedAt: minuteOf(order.placedAt),
        paidAt: order.paidAt && minuteOf(order.paidAt),
        closedAt: undefined,
        holdExpiresAt: minuteOf(order.holdExpiresAt),
      },
      shipments: shipments.map((shipment) => ({
        ...shipment,
        parcels: shipment.parcels.map((parcel) => ({
          id: parcel.id,
          carrier: carrierName(parcel.carrier, shipment.shipperName, locale),
          trackingNumber: parcel.trackingNumber,
          deliveredAt: parcel.deliveredAt && minuteOf(parcel.deliveredAt),
          claimUntil: parcel.claimUntil && minuteOf(parcel.claimUntil),
          lines: parcel.lines,
        })),
        lines: shipment.lines.map((line) => ({
          ...line,
          grossFen: toNumber(line.grossFen),
          chargedFen: toNumber(line.chargedFen),
        })),
      })),
      events: events.map((event) => ({ kind: event.kind, at: minuteOf(event.at) })),
      claimable: claimableLines(order, claims, new Date()).map(({ line, until }) => ({
        id: line.id,
        kind: claimKindOf(line),
        title: inLocale(locale, line.title, line.titleEn),
        until: minuteOf(until),
      })),
      claims: claims.map((claim) => ({
        id: claim.id,
        number: claim.number,
        state: claim.state,
        kind: claim.kind,
        title: inLocale(locale, claim.title, claim.titleEn),
      })),
      impact,
      expected: expected.map(({ kind, amountFen }) => ({ kind, amountFen: toNumber(amountFen) })),
      reviews,
      shared: receipt?.sharedAs ?? null,
      receipt: receipt && {
        households: receipt.households,
        parts: receipt.parts.map((part) => ({
          kind: part.kind,
          amountFen: toNumber(part.givenFen - part.takenFen),
          pendingFen: toNumber(part.pendingFen),
          payableFen: toNumber(part.payableFen),
          paidFen: toNumber(part.paidFen),
        })),
        // A line that the platform's discount had paid goes back without money for the shopper.
        refunds: receipt.refunds
          .filter(({ amountFen }) => amountFen > 0n)
          .map((refund) => ({
            amountFen: toNumber(refund.amountFen),
            state: refund.state,
            at: minuteOf(refund.requestedAt),
          })),
      },
    },
    { headers: { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" } },
  );
}

export async function action({ request, params }: ActionFunctionArgs) {
  const order = await orderOf(params.token);
  const token = params.token ?? "";
  const { to } = shopOf(new URL(request.url).pathname);
  const now = new Date();
  const form = await readForm(request);
  switch (form.get("intent")) {
    case "pay": {
      const payment = await startPayment({ orderId: order.id, now });
      if (payment.ok) return redirect(payment.value.url, 303);
      return redirect(to.order(token, { notice: `pay-${payment.failure.kind}` }));
    }
    case "cancel": {
      const cancelled = await cancelOrder({ orderId: order.id, now });
      if (cancelled.ok) return redirect(to.order(token, { notice: cancelled.value.kind }));
      return redirect(to.order(token, { notice: `cancel-${cancelled.failure.kind}` }));
    }
    case "confirm": {
      const [shipmentId, parcelId] = [form.get("shipment"), form.get("parcel")];
      if (typeof shipmentId !== "string" || !isId(shipmentId)) throw notFound();
      if (typeof parcelId !== "string" || !isId(parcelId)) throw notFound();
      const confirmed = await confirmDelivery({ shipmentId, parcelId, access: { token }, now });
      return redirect(to.order(token, { notice: confirmed.ok ? "confirmed" : "cannot-confirm" }));
    }
    case "share": {
      const shared = await shareReceipt({ orderId: order.id, now });
      if (shared.ok) return redirect(to.receipt(shared.value.token), 303);
      return redirect(to.order(token));
    }
    case "impact-on":
    case "impact-off": {
      await setImpactConsent(db(), order.id, form.get("intent") === "impact-on");
      return redirect(to.order(token));
    }
    case "unshare": {
      await unshareReceipt({ orderId: order.id });
      return redirect(to.order(token, { notice: "unshared" }));
    }
    default:
      return redirect(to.order(token));
  }
}

export const meta: MetaFunction<typeof loader> = ({ data, location }) => {
  const { locale, m } = shopOf(location.pathname);
  return [
    { title: `${m.order.title(data?.order.number ?? "")} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex, noarchive" },
    { name: "referrer", content: "same-origin" },
  ];
};

const SHIPMENT_TONES = {
  PENDING: "waiting",
  PACKED: "waiting",
  PART_SHIPPED: "waiting",
  SHIPPED: "waiting",
  DELIVERED: "done",
  CANCELLED: "neutral",
} as const satisfies Record<ShipmentState, StatusTone>;

export default function Order() {
  const data = useLoaderData<typeof loader>();
  const { order, stage, moves, shipments, events, receipt, token } = data;
  const { locale, m, to } = useShop();
  const notice = noticeWords(data.notice, m, locale);
  return (
    <ShopPage cartCount={data.cartCount}>
      <div className="page-head">
        <h1>{m.order.title(order.number)}</h1>
        <p className="order-stage">
          <StatusWord tone={STAGE_TONES[stage]}>{m.order.stages[stage]}</StatusWord>
        </p>
        <p>{stage === "TO_SHIP" && shipments.every(waitsForLot) ? m.order.preorder.next : nextStep(stage, order, m)}</p>
      </div>
      {notice && (
        <Notice tone={notice.tone} live>
          {notice.text}
        </Notice>
      )}
      {(moves.pay || moves.cancelUnpaid || moves.cancelPaid) && (
        <form method="post" action={to.order(token)} className="cluster order-moves">
          {moves.pay && (
            <Button size="large" name="intent" value="pay">
              {m.order.payNow} ¥{formatYuan(order.totalFen)}
            </Button>
          )}
          {moves.cancelUnpaid && (
            <Button tone="quiet" name="intent" value="cancel">
              {m.order.cancel}
            </Button>
          )}
          {moves.cancelPaid && (
            <>
              <Button tone="danger" name="intent" value="cancel">
                {m.order.cancelPaid}
              </Button>
              <span className="caption">{m.order.cancelHint}</span>
            </>
          )}
        </form>
      )}

      <div className="two-columns">
        <div className="stack-large">
          {shipments.map((shipment) => (
            <section key={shipment.id}>
              <div className="section-head">
                <h2>{m.cart.shipment(inLocale(locale, shipment.sellerName, shipment.sellerNameEn))}</h2>
                {order.state === "PAID" && (
                  <StatusWord tone={SHIPMENT_TONES[shipment.state]}>
                    {waitsForLot(shipment) ? m.order.preorder.waits : m.order.shipments[shipment.state]}
                  </StatusWord>
                )}
              </div>
              <ul className="plain-list ruled">
                {shipment.lines
                  .filter((line) => line.kind === "GOODS")
                  .map((line) => (
                    <li key={line.id} className="spread">
                      <span>
                        {line.slug ? (
                          <a href={to.product(line.slug)}>{inLocale(locale, line.title, line.titleEn)}</a>
                        ) : (
                          inLocale(locale, line.title, line.titleEn)
                        )}{" "}
                        <span className="quiet">
                          {inLocale(locale, line.variantName, line.variantNameEn)} × {line.quantity}
                        </span>
                        {line.villageName && line.areaCode && (
                          <span className="caption">
                            {" · "}
                            <a href={to.village(line.areaCode)}>
                              {inLocale(locale, line.villageName, line.villageNameEn)}
                            </a>
                          </span>
                        )}
                      </span>
                      <Money fen={line.grossFen} />
                      {shipment.state === "DELIVERED" && <LineReview lineId={line.id} />}
                    </li>
                  ))}
              </ul>
              {shipment.promise && <Promised promise={shipment.promise} />}
              <OrderParcels token={token} shipment={shipment} />
            </section>
          ))}
          <OrderClaims token={token} claimable={data.claimable} claims={data.claims} />
          <section>
            <div className="section-head">
              <h2>{m.order.timeline}</h2>
            </div>
            <Timeline
              label={m.order.timeline}
              steps={events.map((event, index) => ({
                title: m.order.events[event.kind],
                time: event.at,
                state: PROBLEM_EVENTS.has(event.kind)
                  ? "problem"
                  : index === events.length - 1 && stage !== "DONE"
                    ? "current"
                    : "done",
              }))}
            />
          </section>
          <section>
            <div className="section-head">
              <h2>{m.order.address}</h2>
            </div>
            <SummaryList
              items={[
                { label: m.checkout.name, value: <Chinese>{order.buyerName}</Chinese> },
                { label: m.checkout.phone, value: order.buyerPhone },
                { label: m.checkout.province, value: order.provinceName },
              ]}
            />
            <p className="caption">{m.order.keepLink}</p>
          </section>
        </div>
        <div className="stack-large">
          <Slip />
          {receipt && (
            <section>
              <div className="section-head">
                <h2>{m.publicReceipt.share}</h2>
              </div>
              <form method="post" action={to.order(token)} className="stack-small">
                <p className="quiet">{data.shared ? m.publicReceipt.isPublic : m.publicReceipt.shareHint}</p>
                {data.shared ? (
                  <div className="cluster">
                    <a href={to.receipt(data.shared)}>{m.publicReceipt.open}</a>
                    <Button tone="quiet" name="intent" value="unshare">
                      {m.publicReceipt.stop}
                    </Button>
                  </div>
                ) : (
                  <Button tone="quiet" name="intent" value="share">
                    {m.publicReceipt.make}
                  </Button>
                )}
              </form>
            </section>
          )}
          <section>
            <div className="section-head">
              <h2>{m.order.splitTitle}</h2>
            </div>
            {receipt ? (
              <>
                {receipt.parts.some(({ amountFen }) => amountFen > 0) && (
                  <SplitBar parts={splitParts(receipt.parts, m)} caption={m.order.splitPosted} />
                )}
                {receipt.households !== null && <p className="caption">{m.impact.households(receipt.households)}</p>}
                {data.impact && <ImpactSteps impact={data.impact} />}
                <form method="post" action={to.order(token)} className="stack-small">
                  <p className="quiet">{order.impactConsent ? m.order.impactOn : m.order.impactOff}</p>
                  <p>
                    <Button tone="quiet" name="intent" value={order.impactConsent ? "impact-off" : "impact-on"}>
                      {order.impactConsent ? m.order.impactStop : m.order.impactStart}
                    </Button>
                  </p>
                </form>
              </>
            ) : (
              <>
                {data.expected.length > 0 && (
                  <SplitBar parts={splitParts(data.expected, m)} caption={m.order.splitWillBe} />
                )}
                <p className="quiet">{m.order.splitExpected}</p>
              </>
            )}
          </section>
        </div>
      </div>
    </ShopPage>
  );
}

/** What became of the buyer's words about a line, or the way to write them. */
function LineReview({ lineId }: { lineId: string }) {
  const { reviews, token } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  const own = reviews.find((review) => review.orderLineId === lineId);
  if (!own) return <a href={to.review(token, lineId)}>{m.reviews.write}</a>;
  const tone = ({ PENDING: "waiting", SHOWN: "done", REFUSED: "problem" } as const)[own.state];
  return (
    <span className="caption">
      <StatusWord tone={tone}>{m.reviews.states[own.state]}</StatusWord>
      {own.refusal !== null && <> {m.reviews.refused(own.refusal)}</>}
    </span>
  );
}

const PROBLEM_EVENTS: ReadonlySet<string> = new Set(["REFUND_FAILED", "DISPUTE_OPENED", "DISPUTE_LOST", "EXPIRED"]);

/** The receipt: what was bought, what was paid, and where the households' part is now. */
function Slip() {
  const { order, receipt } = useLoaderData<typeof loader>();
  const { m } = useShop();
  const household = receipt?.parts.find((part) => part.kind === "HOUSEHOLD");
  return (
    <Receipt title={m.order.receipt} number={order.number} foot={<span className="caption">{order.placedAt}</span>}>
      <ReceiptLine label={m.checkout.goods}>
        <Money fen={order.goodsFen} />
      </ReceiptLine>
      <ReceiptLine label={m.order.freight}>
        <Money fen={order.freightFen} />
      </ReceiptLine>
      {order.discountFen > 0 && (
        <ReceiptLine label={m.order.discount}>
          <Money fen={-order.discountFen} />
        </ReceiptLine>
      )}
      <ReceiptLine label={order.state === "PAID" ? m.order.paid : m.order.toPay} total>
        <Money fen={order.totalFen} />
      </ReceiptLine>
      {receipt?.refunds.map((refund) => (
        <ReceiptLine key={`${refund.at} ${refund.amountFen}`} label={refundWords(refund.state, m)}>
          <Money fen={-refund.amountFen} />
        </ReceiptLine>
      ))}
      {household && (
        <>
          <ReceiptLine label={m.order.toHousehold} household>
            <Money fen={household.amountFen} household />
          </ReceiptLine>
          {household.pendingFen > 0 && (
            <ReceiptLine label={m.order.pendingWord}>
              <Money fen={household.pendingFen} />
            </ReceiptLine>
          )}
          {household.payableFen > 0 && (
            <ReceiptLine label={m.order.payable}>
              <Money fen={household.payableFen} />
            </ReceiptLine>
          )}
          {household.paidFen > 0 && (
            <ReceiptLine label={m.order.paidOut}>
              <Money fen={household.paidFen} />
            </ReceiptLine>
          )}
        </>
      )}
    </Receipt>
  );
}

function nextStep(stage: OrderStage, order: { holdExpiresAt: string; paidAt: string | null }, m: Messages): string {
  if (stage === "TO_PAY") return m.order.next.TO_PAY(order.holdExpiresAt);
  if (stage === "CANCELLED" && order.paidAt === null) return m.order.next.CANCELLED_UNPAID;
  return m.order.next[stage];
}

type ShownShipment = ReturnType<typeof useLoaderData<typeof loader>>["shipments"][number];

/** Pre-ordered, and neither has a lot nor was refunded. */
function waitsForLot({ state, promise }: Pick<ShownShipment, "state" | "promise">): boolean {
  return state === "PENDING" && promise !== null && !promise.assigned;
}

/** Until which day a pre-order is shipped, and what came of it. */
function Promised({ promise }: { promise: NonNullable<ShownShipment["promise"]> }) {
  const { m } = useShop();
  if (promise.released && !promise.assigned) return <p className="caption">{m.order.preorder.late(promise.shipBy)}</p>;
  return (
    <div className="stack-small">
      <p>
        <PreorderMark shipBy={promise.shipBy} />
      </p>
      <p className="caption">{promise.assigned ? m.order.preorder.assigned : m.order.preorder.waiting}</p>
    </div>
  );
}

function refundWords(state: string, m: Messages): string {
  const words: Readonly<Record<string, string>> = m.order.refundStates;
  return words[state] ?? m.order.refunded;
}

const DONE_NOTICES: ReadonlySet<string> = new Set(["unshared", "reviewed", "cancelled", "confirmed", "refunding"]);
const PAY_FAILURES = [
  "not-found",
  "already-paid",
  "closed",
  "stripe-unavailable",
] as const satisfies readonly StartPaymentFailure["kind"][];
const CANCEL_FAILURES = [
  "not-found",
  "closed",
  "being-packed",
  "disputed",
  "payment-under-way",
  "stripe-unavailable",
] as const satisfies readonly CancelOrderFailure["kind"][];

/** The sentence a notice in the URL stands for; unknown ones say nothing. */
function noticeWords(name: string | null, m: Messages, locale: Locale): { tone: StatusTone; text: string } | undefined {
  const words: Readonly<Record<string, string>> = m.order.notices;
  const own = name !== null && Object.hasOwn(words, name) ? words[name] : undefined;
  if (name !== null && own !== undefined) {
    return { tone: DONE_NOTICES.has(name) ? "done" : name === "earlier" ? "neutral" : "problem", text: own };
  }
  const pay = PAY_FAILURES.find((kind) => name === `pay-${kind}`);
  if (pay) return { tone: "problem", text: explainStartPaymentFailure({ kind: pay }, locale) };
  const cancel = CANCEL_FAILURES.find((kind) => name === `cancel-${kind}`);
  return cancel && { tone: "problem", text: explainCancelOrderFailure({ kind: cancel }, locale) };
}
