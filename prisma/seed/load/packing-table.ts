import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays, addHours, dayOf } from "~/kernel/period";
import { orderToken } from "~/orders/access-token.server";
import { packShipment } from "~/orders/pack-shipment.server";
import { recordAcceptance } from "~/orders/record-acceptance.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { db } from "~/platform/db.server";
import { market } from "../trade/demo-market";
import { payOne, placeOne } from "../trade/place-one";
import type { PlannedOrder } from "../trade/plan-orders";
import { shoppers } from "../trade/shoppers";
import type { World } from "../trade/world";
import { accepted } from "./at-once";
import { claimFreshGoods, claimOrder, type ClaimStory } from "./claims";
import { idOf } from "./places";
import { reviewLine, type Said } from "./reviews";
import { signedPaper } from "./signed-paper";

/** The cooperative that the demonstration's logins open. */
const SELLER = "coop-changxi";

type Errand = {
  readonly placedDaysAgo: number;
  /** places in the cooperative's keeping goods, and packs of each */
  readonly goods: readonly (readonly [number, number])[];
  readonly stage: "to pack" | "packed" | "half sent" | "sent";
  readonly claim?: ClaimStory;
  /** bought by a school, which has accepted it */
  readonly institution?: true;
  readonly review?: Said;
};

const ERRANDS: readonly Errand[] = [
  { placedDaysAgo: 1, goods: [[0, 1]], stage: "to pack" },
  {
    placedDaysAgo: 1,
    goods: [
      [1, 2],
      [2, 1],
    ],
    stage: "to pack",
  },
  { placedDaysAgo: 2, goods: [[3, 1]], stage: "packed" },
  {
    placedDaysAgo: 2,
    goods: [
      [2, 2],
      [3, 1],
    ],
    stage: "half sent",
  },
  {
    placedDaysAgo: 6,
    goods: [[1, 1]],
    stage: "sent",
    claim: { words: "尺寸买错了，没有拆封，想退掉。", answer: "waits" },
  },
  {
    placedDaysAgo: 6,
    goods: [[0, 1]],
    stage: "sent",
    claim: { words: "跟家里老人买重了，没有开封，想退掉。", answer: "on its way back" },
  },
  {
    placedDaysAgo: 6,
    goods: [[2, 2]],
    stage: "sent",
    claim: { words: "有一包封口没封严，受潮了，能不能退一点。", answer: "accepted" },
    review: {
      stars: 4,
      words: "一包受潮，当天就退了钱，其余的都好。",
      tags: ["DAMAGED"],
      answer: "对不住，封口机已经换了。",
    },
  },
  {
    placedDaysAgo: 6,
    goods: [[3, 1]],
    stage: "sent",
    claim: { words: "外箱压扁了，碎了不少，卖家不认。", answer: "brought to the operator" },
  },
  {
    placedDaysAgo: 5,
    goods: [[1, 3]],
    stage: "sent",
    institution: true,
    review: {
      stars: 5,
      words: "食堂验收数量和质量都对，单子齐全。",
      tags: ["AMPLE", "AS_DESCRIBED"],
      answer: "谢谢老师们，下一批还按这个等级备货。",
    },
  },
];

const ACCEPTED_BY = "周敏";
const SCHOOL = {
  invoiceKind: "INSTITUTION",
  invoiceTitle: "演示中学食堂",
  acceptanceContact: `${ACCEPTED_BY}（食堂管理员）`,
  transferCode: "YS-2026-1105",
} as const;

/**
 * What lies on the packing table when the demonstration is opened: orders to pack and to send, one of which the first
 * parcel has left, and claims in every state that asks somebody for something.
 */
export async function loadPackingTable(world: World, deliver: () => Promise<void>): Promise<void> {
  const buyers = shoppers.filter(({ institution, locale }) => !institution && locale === "zh");
  const schools = shoppers.filter(({ institution }) => institution);
  const goods = market.filter(({ sellerKey, product }) => sellerKey === SELLER && !product.perishable);
  const plans = ERRANDS.map((errand, index): PlannedOrder | undefined => {
    const lines = errand.goods.flatMap(([place, packs]) => {
      const listing = goods[place];
      const variant = listing?.variants[0];
      return listing && variant ? [{ listing, variant, packs }] : [];
    });
    const fits = ({ provinceCode }: (typeof buyers)[number]) =>
      lines.every(({ listing }) => !listing.undelivered.includes(provinceCode));
    const shopper = (errand.institution ? schools : buyers.slice(index * 7)).find(fits);
    if (!shopper || lines.length === 0) return undefined;
    return {
      key: `packing table ${index}`,
      placedAt: addHours(addDays(world.until, -errand.placedDaysAgo), index),
      shopper,
      lines,
      promotion: false,
      method: "wechat_pay",
      fate: "confirmed",
    };
  });
  const orderIds: (string | undefined)[] = [];
  for (const [index, plan] of plans.entries()) {
    const invoice = ERRANDS[index]?.institution ? SCHOOL : {};
    const userId = ERRANDS[index]?.institution ? world.staff.person("shopper").userId : undefined;
    const placed = plan && (await placeOne(plan, world, { now: world.until, userId, invoice }));
    if (placed) await payOne(placed, world);
    orderIds.push(placed?.id);
  }
  await deliver();

  const actor = world.sellerActors.get(idOf(world.cooperatives, SELLER));
  if (!actor) throw new Error(`nobody packs for ${SELLER}`);
  for (const [index, errand] of ERRANDS.entries()) {
    const orderId = orderIds[index];
    if (orderId === undefined) continue;
    await move(orderId, { errand, index, actor, world });
    if (errand.claim) await claimOrder(orderId, errand.claim, world);
    if (errand.institution) await acceptOrder(orderId, addDays(world.until, -1));
    if (errand.review) await reviewOrder(orderId, errand.review, { actor, world });
  }
  await claimFreshGoods(world);
  await deliver();
}

/** The canteen has checked the boxes, signed for them, and sends the paper. */
async function acceptOrder(orderId: string, now: Date): Promise<void> {
  const { id: shipmentId } = await db().shipment.findFirstOrThrow({ where: { orderId }, select: { id: true } });
  const given = { acceptedBy: ACCEPTED_BY, acceptedOn: dayOf(now), remarks: null };
  const papers = { report: [await signedPaper()], invoice: [] };
  const access = { token: orderToken(orderId) };
  const request = { access, orderId, shipmentId, ...given, ...papers, requestKey: newId(now), now };
  accepted("an acceptance", await recordAcceptance(request));
}

async function reviewOrder(orderId: string, said: Said, { actor, world }: { actor: Actor; world: World }) {
  const { id: orderLineId, listingId } = await db().orderLine.findFirstOrThrow({ where: { orderId, kind: "GOODS" } });
  const { sellerId, deliveredAt } = await db().shipment.findFirstOrThrow({ where: { orderId } });
  const line = { orderId, orderLineId, listingId: listingId ?? "", sellerId, at: deliveredAt ?? world.until };
  await reviewLine(line, said, { operator: world.staff.person("operator"), seller: actor, isRead: true, after: 60 });
}

async function move(
  orderId: string,
  { errand, index, actor, world }: { errand: Errand; index: number; actor: Actor; world: World },
): Promise<void> {
  if (errand.stage === "to pack") return;
  const { id: shipmentId, lines } = await db().shipment.findFirstOrThrow({
    where: { orderId },
    select: { id: true, lines: { where: { kind: "GOODS" }, orderBy: { position: "asc" }, select: { id: true } } },
  });
  const now = addHours(addDays(world.until, -errand.placedDaysAgo), 20 + index);
  if (errand.stage === "packed") {
    accepted("packing", await packShipment({ actor, shipmentId, now }));
    return;
  }
  const first = lines[0];
  const sent = await shipShipment({
    actor,
    shipmentId,
    carrier: "SF",
    trackingNumber: `SF10000000${String(100 + index)}7`,
    ...(errand.stage === "half sent" && first ? { content: [{ orderLineId: first.id, quantity: 1 }] } : {}),
    now,
  });
  accepted("sending", sent);
}
