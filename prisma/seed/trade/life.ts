import type { Actor } from "~/access/actor";
import { releaseShipment } from "~/benefits/release-shipment.server";
import { newId } from "~/kernel/ids";
import { addDays, addMinutes } from "~/kernel/period";
import { confirmDelivery } from "~/orders/confirm-delivery.server";
import { openClaim } from "~/orders/open-claim.server";
import { packShipment } from "~/orders/pack-shipment.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { acceptClaim } from "~/payments/accept-claim.server";
import { cancelPaidOrder } from "~/payments/cancel-order.server";
import { expireStalePayments } from "~/payments/expire-stale-payments.server";
import { requestRefund } from "~/payments/request-refund.server";
import { sendRefund } from "~/payments/send-refund.server";
import { db, withTransaction } from "~/platform/db.server";
import { stream, type Random } from "../data/random";
import { accepted } from "../load/at-once";
import { pictureOf } from "../load/picture";
import { at } from "./moment";
import type { PlacedOrder } from "./place-one";
import type { World } from "./world";

type Shipment = { readonly id: string; readonly sellerId: string; readonly sellerKind: string };
type Line = {
  readonly id: string;
  readonly kind: string;
  readonly chargedFen: bigint;
  readonly shipmentId: string;
  /** freight has none */
  readonly listingId: string | null;
};
export type OrderRows = { readonly shipments: readonly Shipment[]; readonly lines: readonly Line[] };

/** One thing that happens to an order. Steps of one order happen in their order; those of different orders side by side. */
export type Step = { readonly at: Date; readonly run: () => Promise<void> };

/** Everything that will happen to an order after it was placed and, mostly, paid. */
export function lifeOf(order: PlacedOrder, rows: OrderRows, world: World): Step[] {
  const { plan, id: orderId, paidAt } = order;
  const random = stream(`life of ${plan.key}`);
  if (paidAt === undefined) {
    const expires = addMinutes(plan.placedAt, 50);
    return [step(expires, async () => void (await expireStalePayments({ now: expires })))];
  }
  if (plan.fate === "cancelled") {
    const cancelledAt = addMinutes(paidAt, random.int(8, 240));
    return [
      step(cancelledAt, async () => {
        const cancelled = await cancelPaidOrder({ orderId, now: cancelledAt });
        accepted(`cancelling ${plan.key}`, cancelled);
        await sendAsked(orderId, cancelledAt, world);
      }),
    ];
  }
  const parcels = rows.shipments.map((shipment) => parcelLife(shipment, order, world, random));
  return [...parcels.flatMap((parcel) => parcel.steps), ...aftermath(order, rows, parcels, world, random)].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
}

type Parcel = { readonly shipment: Shipment; readonly deliveredAt: Date; readonly steps: Step[] };

function parcelLife(shipment: Shipment, { plan, paidAt }: PlacedOrder, world: World, random: Random): Parcel {
  const actor = world.sellerActors.get(shipment.sellerId);
  if (!actor || !paidAt) throw new Error(`nobody packs for ${shipment.sellerId}`);
  const shipmentId = shipment.id;
  const packedAt = addMinutes(paidAt, random.int(5 * 60, 30 * 60));
  const shippedAt = addMinutes(packedAt, random.int(30, 8 * 60));
  const deliveredAt =
    plan.fate === "silent"
      ? addMinutes(addDays(shippedAt, 10), 5)
      : addMinutes(addDays(shippedAt, random.int(1, 4)), random.int(0, 900));
  const trackingNumber = `YS${String(random.int(0, 999_999)).padStart(6, "0")}${String(random.int(0, 99_999)).padStart(5, "0")}`;
  const isLate = shippedAt > addDays(world.until, -8);
  let claimUntil: Date | undefined;
  const release = (releasedAt: Date) =>
    step(releasedAt, async () => {
      if (!claimUntil || claimUntil > releasedAt) return;
      claimUntil = undefined;
      // a dispute keeps it waiting: that is no mistake here
      await withTransaction("release shipment", (tx) => releaseShipment(tx, { shipmentId, now: releasedAt }));
    });
  return {
    shipment,
    deliveredAt,
    steps: [
      // Only what is not long gone needs its own step of packing: shipping says that it was packed.
      ...(isLate
        ? [
            step(packedAt, async () => {
              accepted(`packing ${plan.key}`, await packShipment({ actor, shipmentId, now: packedAt }));
            }),
          ]
        : []),
      step(shippedAt, async () => {
        accepted(`shipping ${plan.key}`, await shipShipment({ actor, shipmentId, trackingNumber, now: shippedAt }));
      }),
      step(deliveredAt, async () => {
        const confirmed = await confirmDelivery({ shipmentId, access: "system", now: deliveredAt });
        claimUntil = accepted(`arrival of ${plan.key}`, confirmed).claimUntil;
      }),
      // the claim window is two days for fresh goods and seven for others
      ...[2, 7].map((days) => release(addMinutes(addDays(deliveredAt, days), 4))),
    ],
  };
}

function aftermath(
  order: PlacedOrder,
  rows: OrderRows,
  parcels: readonly Parcel[],
  world: World,
  random: Random,
): Step[] {
  const { plan, id: orderId, userId } = order;
  const [first] = parcels;
  const goods = rows.lines.find((line) => line.kind === "GOODS" && line.shipmentId === first?.shipment.id);
  if (!first || !goods?.listingId) return [];
  const { listingId } = goods;
  const seller = world.sellerActors.get(first.shipment.sellerId);
  const operator = world.staff.person("operator");
  const refund = (
    when: Date,
    amountFen: bigint,
    ask: Omit<Parameters<typeof requestRefund>[0], "orderId" | "lines" | "now" | "requestKey">,
  ) =>
    step(when, async () => {
      accepted(
        `refund of ${plan.key}`,
        await requestRefund({
          ...ask,
          orderId,
          lines: [{ orderLineId: goods.id, amountFen }],
          requestKey: newId(when),
          now: when,
        }),
      );
      await sendAsked(orderId, when, world);
    });
  /** Who has an account claims by the form: with a picture, answered some hours later. A guest wrote, and the seller refunded. */
  const claim = (when: Date, amountFen: bigint, reason: "QUALITY" | "DAMAGE") =>
    userId === undefined || !seller
      ? [refund(when, amountFen, { actor: seller ?? operator, reason })]
      : claimOf({ orderId, orderLineId: goods.id, listingId, userId, seller, amountFen, reason, when }, world);
  const part = (goods.chargedFen * BigInt(random.int(20, 60))) / 100n;
  const claimedAt = addMinutes(first.deliveredAt, random.int(90, 40 * 60));
  switch (plan.fate) {
    case "claim-part":
      return claim(claimedAt, part, random.chance(0.7) ? "QUALITY" : "DAMAGE");
    case "claim-all":
      return claim(claimedAt, goods.chargedFen, random.chance(0.5) ? "QUALITY" : "DAMAGE");
    case "late-claim":
      return [refund(addDays(claimedAt, random.int(40, 62)), part, { actor: seller ?? operator, reason: "QUALITY" })];
    case "goodwill":
      return [refund(claimedAt, part, { actor: operator, reason: "GOODWILL", bearer: "PLATFORM" })];
    case "refund-fails": {
      const failsAt = addDays(claimedAt, 3);
      return [
        refund(claimedAt, part, { actor: seller ?? operator, reason: "QUALITY" }),
        step(failsAt, async () => {
          const row = await db().refund.findFirst({ where: { orderId }, select: { stripeRefundId: true } });
          world.sandbox.finishRefund(row?.stripeRefundId ?? "", "failed");
        }),
      ];
    }
    case "dispute-won":
    case "dispute-lost":
      return disputeOf(order, addDays(first.deliveredAt, random.int(3, 20)), world);
    default:
      return [];
  }
}

type Claimed = {
  readonly orderId: string;
  readonly orderLineId: string;
  readonly listingId: string;
  readonly userId: string;
  readonly seller: Actor;
  readonly amountFen: bigint;
  readonly reason: "QUALITY" | "DAMAGE";
  readonly when: Date;
};

function claimOf(
  { orderId, orderLineId, listingId, userId, seller, amountFen, reason, when }: Claimed,
  world: World,
): Step[] {
  const answeredAt = addMinutes(when, 190);
  let claimId = "";
  return [
    step(when, async () => {
      const opened = await openClaim({
        access: { userId },
        orderId,
        orderLineId,
        quantity: 1,
        words:
          reason === "DAMAGE"
            ? "箱角压塌了，里面有几个磕坏了，照片在下面。"
            : "有一部分品相不好，跟页面写的等级对不上。",
        photos: await pictureOf(listingId),
        requestKey: newId(when),
        now: when,
      });
      claimId = accepted("a claim", opened).claimId;
    }),
    step(answeredAt, async () => {
      const words = "对不起，坏的部分按您说的退款，下次装箱加一层垫。";
      const answer = { actor: seller, claimId, move: "accept", amountFen, reason, words, now: answeredAt } as const;
      accepted("answering a claim", await acceptClaim(answer));
      await sendAsked(orderId, answeredAt, world);
    }),
  ];
}

function disputeOf({ id: orderId, plan }: PlacedOrder, openedAt: Date, { sandbox }: World): Step[] {
  let disputeId = "";
  return [
    step(openedAt, async () => {
      const payment = await db().payment.findFirst({
        where: { orderId, state: "SUCCEEDED" },
        select: { paymentIntentId: true },
      });
      const paymentIntent = payment?.paymentIntentId ?? "";
      disputeId = sandbox.openDispute({ paymentIntent, reason: "product_not_received" }).id;
    }),
    step(addDays(openedAt, 24), async () => {
      sandbox.closeDispute(disputeId, plan.fate === "dispute-won" ? "won" : "lost");
    }),
  ];
}

/** What the outbox would do a moment later: asks Stripe for the order's refunds. A wallet answers some minutes after that. */
export async function sendAsked(orderId: string, now: Date, { sandbox }: World): Promise<void> {
  const asked = await db().refund.findMany({ where: { orderId, state: "REQUESTED" }, select: { id: true } });
  for (const { id: refundId } of asked) {
    await sendRefund({ refundId, now });
    const sent = await db().refund.findUnique({ where: { id: refundId }, select: { stripeRefundId: true } });
    await at(addMinutes(now, 6), async () => void sandbox.finishRefund(sent?.stripeRefundId ?? "", "succeeded"));
  }
}

/** Everything in it happens at that time, at the sandbox too. */
function step(when: Date, run: () => Promise<void>): Step {
  return { at: when, run: () => at(when, run) };
}
