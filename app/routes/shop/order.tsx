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
import { shopperMoves, stageOf, type OrderStage } from "~/orders/order-state";
import { provinceNamed } from "~/orders/provinces";
import { acceptancesOfOrder } from "~/orders/acceptance-store.server";
import { claimsOfOrder } from "~/orders/claim-view-store.server";
import { setImpactConsent } from "~/orders/impact-consent.server";
import { reviewsOfOrder } from "~/orders/review-store.server";
import { cancelOrder } from "~/payments/cancel-order.server";
import { startPayment } from "~/payments/start-payment.server";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import type { PageHandle } from "~/ui/page-handle";
import { Button, ButtonLink } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { acceptanceWords } from "./acceptance-words";
import { Chinese } from "./chinese";
import { inLocale, shopOf, useShop, type Messages } from "./messages/messages";
import { impactOf } from "./impact.server";
import { claimableLines, orderOf } from "./order-by-token.server";
import { OrderClaims } from "./order-claims";
import { OrderAcceptance } from "./order-acceptance";
import { ShareReceipt, WhereItWent } from "./order-money";
import { noticeWords } from "./order-notice";
import { OrderShipment, waitsForLot } from "./order-shipment";
import { OrderSlip } from "./order-slip";
import { PrintButton } from "./print-button";
import { orderReceipt } from "./receipt-store.server";
import { ShopPage } from "./shop-page";
import { STAGE_TONES } from "./stage-tones";
import { stageWords } from "./stage-words";
import { KeptOffline } from "./offline/kept-offline";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const order = await orderOf(params.token);
  // Only goods that were sent can be claimed: the page after paying asks for nothing of it.
  const sent = order.shipments.some(({ parcels }) => parcels.length > 0);
  const [receipt, claims, acceptances] =
    order.state === "PAID"
      ? await Promise.all([
          orderReceipt(db(), order.id),
          sent ? claimsOfOrder(db(), order.id) : [],
          sent && order.isInstitution ? acceptancesOfOrder(db(), order.id) : [],
        ])
      : [undefined, [], []];
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
        isHeld: order.holdExpiresAt > new Date(),
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
      acceptances: acceptances.map(({ id, shipmentId, acceptedBy, acceptedOn, remarks, pages }) => ({
        ...{ id, shipmentId, acceptedBy, acceptedOn },
        isFull: remarks === null,
        pages: pages.length,
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

export const handle = { ownScript: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data, location }) => {
  const { locale, m } = shopOf(location.pathname);
  return [
    { title: `${m.order.title(data?.order.number ?? "")} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex, noarchive" },
    { name: "referrer", content: "same-origin" },
  ];
};

export default function Order() {
  const data = useLoaderData<typeof loader>();
  const { order, stage, moves, shipments, events, receipt, token } = data;
  const { locale, m, to } = useShop();
  const notice = noticeWords(data.notice, m, locale);
  const toAccept = order.isInstitution && stage === "TO_RECEIVE";
  const isOver = order.state === "EXPIRED" || order.state === "CANCELLED";
  return (
    <ShopPage cartCount={data.cartCount}>
      <KeptOffline />
      <div className="page-head">
        <h1>{m.order.title(order.number)}</h1>
        <p className="order-stage">
          <StatusWord tone={STAGE_TONES[stage]}>
            {stageWords(stage, { byAcceptance: order.isInstitution }, locale)}
          </StatusWord>
        </p>
        <p>
          {toAccept
            ? acceptanceWords(locale).next
            : stage === "TO_SHIP" && shipments.every(waitsForLot)
              ? m.order.preorder.next
              : nextStep(stage, order, m)}
        </p>
      </div>
      {notice && (
        <Notice tone={notice.tone} live>
          {notice.text}
        </Notice>
      )}
      {isOver && data.cartCount > 0 && (
        <p className="order-moves">
          <ButtonLink tone="quiet" href={to.cart()}>
            {m.order.again}
          </ButtonLink>
        </p>
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
            <OrderShipment key={shipment.id} shipment={shipment} />
          ))}
          <OrderAcceptance />
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
          <OrderSlip />
          <p className="where-scripts-run">
            <PrintButton />
          </p>
          {receipt && <ShareReceipt />}
          {!isOver && <WhereItWent />}
        </div>
      </div>
    </ShopPage>
  );
}

const PROBLEM_EVENTS: ReadonlySet<string> = new Set(["REFUND_FAILED", "DISPUTE_OPENED", "DISPUTE_LOST", "EXPIRED"]);

type Standing = { holdExpiresAt: string; isHeld: boolean; paidAt: string | null };

function nextStep(stage: OrderStage, order: Standing, m: Messages): string {
  if (stage === "TO_PAY") return order.isHeld ? m.order.next.TO_PAY(order.holdExpiresAt) : m.order.next.TO_PAY_LATE;
  if (stage === "CANCELLED" && order.paidAt === null) return m.order.next.CANCELLED_UNPAID;
  return m.order.next[stage];
}
