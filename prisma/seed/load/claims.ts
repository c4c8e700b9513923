import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays, addHours, addMinutes } from "~/kernel/period";
import { orderToken } from "~/orders/access-token.server";
import { answerClaim } from "~/orders/answer-claim.server";
import { confirmDelivery } from "~/orders/confirm-delivery.server";
import { openClaim } from "~/orders/open-claim.server";
import { moveOwnClaim } from "~/orders/shopper-claim.server";
import { acceptClaim } from "~/payments/accept-claim.server";
import { db } from "~/platform/db.server";
import { sendAsked } from "../trade/life";
import type { World } from "../trade/world";
import { accepted } from "./at-once";
import { pictureOf } from "./picture";

type Arrived = {
  readonly orderId: string;
  readonly orderLineId: string;
  readonly listingId: string;
  readonly sellerId: string;
  readonly chargedFen: bigint;
  readonly arrivedAt: Date;
};

type Answer = (claim: {
  readonly claimId: string;
  readonly line: Arrived;
  readonly seller: Actor;
  readonly world: World;
  readonly at: Date;
}) => Promise<void>;

/** What became of a claim, besides that it was made. */
const ANSWERS = {
  waits: async () => {},

  accepted: async ({ claimId, line, seller, world, at }) => {
    const agreed = await acceptClaim({
      actor: seller,
      claimId,
      move: "accept",
      amountFen: line.chargedFen / 4n,
      reason: "QUALITY",
      words: "照片看清楚了，坏的部分退给您，抱歉。",
      now: at,
    });
    accepted("accepting a claim", agreed);
    await sendAsked(line.orderId, at, world);
  },

  "brought to the operator": async ({ claimId, line, seller, at }) => {
    const words = "外箱有压痕，里面没有破，这一单不赔。";
    accepted("refusing a claim", await answerClaim({ actor: seller, claimId, move: "refuse", words, now: at }));
    const access = { token: orderToken(line.orderId) };
    const further = await moveOwnClaim({ access, claimId, move: "escalate", now: addMinutes(at, 40) });
    accepted("bringing a claim to the operator", further);
  },

  "on its way back": async ({ claimId, line, seller, at }) => {
    const agreed = await answerClaim({
      actor: seller,
      claimId,
      move: "agree-return",
      words: "可以退，请不要拆内包装。",
      returnAddress: "昌溪茶笋合作社仓库，售后收（演示地址）",
      now: at,
    });
    accepted("agreeing to a return", agreed);
    const access = { token: orderToken(line.orderId) };
    const parcel = { carrier: "SF", trackingNumber: "SF1000000000042" };
    const sent = await moveOwnClaim({ access, claimId, move: "send-back", ...parcel, now: addMinutes(at, 90) });
    accepted("sending goods back", sent);
  },
} satisfies Record<string, Answer>;

export type ClaimStory = { readonly words: string; readonly answer: keyof typeof ANSWERS };

/** What kept goods of one order are claimed for, a day after they arrived. */
export async function claimOrder(orderId: string, story: ClaimStory, world: World): Promise<void> {
  const line = await db().orderLine.findFirstOrThrow({
    where: { orderId, kind: "GOODS" },
    orderBy: { position: "asc" },
    include: { shipment: { select: { id: true, sellerId: true } } },
  });
  const arrivedAt = addDays(world.until, -2);
  const { id: shipmentId, sellerId } = line.shipment;
  accepted("an arrival", await confirmDelivery({ shipmentId, access: { token: orderToken(orderId) }, now: arrivedAt }));
  const { id: orderLineId, listingId, chargedFen } = line;
  await claim({ orderId, orderLineId, listingId: listingId ?? "", sellerId, chargedFen, arrivedAt }, story, [], world);
}

/** Fresh goods that have just arrived, of whichever seller has some: claimed by photo, and not answered yet. */
export async function claimFreshGoods(world: World): Promise<void> {
  const [line] = await db().$queryRaw<Arrived[]>`
    SELECT l.order_id AS "orderId", l.id AS "orderLineId", l.listing_id AS "listingId", s.seller_id AS "sellerId",
      l.charged_fen AS "chargedFen", s.delivered_at AS "arrivedAt"
    FROM order_line l JOIN shipment s ON s.id = l.shipment_id JOIN customer_order o ON o.id = l.order_id
    WHERE l.kind = 'GOODS' AND l.perishable AND s.state = 'DELIVERED' AND s.released_at IS NULL
      AND s.delivered_at BETWEEN ${addHours(world.until, -46)}::timestamptz AND ${addHours(world.until, -3)}::timestamptz
      AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id)
      AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.order_id = o.id)
    ORDER BY s.seller_kind, s.delivered_at DESC, o.placed_at, l.position LIMIT 1`;
  if (!line) return;
  const story: ClaimStory = { words: "打开箱子有三个烂了，汁水把旁边的也沾湿了。", answer: "waits" };
  await claim(line, story, await pictureOf(line.listingId), world);
}

async function claim(line: Arrived, story: ClaimStory, photos: readonly Uint8Array[], world: World): Promise<void> {
  const seller = world.sellerActors.get(line.sellerId);
  if (!seller) throw new Error(`nobody answers for ${line.sellerId}`);
  const { orderId, orderLineId } = line;
  const at = addHours(line.arrivedAt, 2);
  const opened = await openClaim({
    access: { token: orderToken(orderId) },
    orderId,
    orderLineId,
    quantity: 1,
    words: story.words,
    photos,
    requestKey: newId(at),
    now: at,
  });
  const { claimId } = accepted("a claim", opened);
  const answer: Answer = ANSWERS[story.answer];
  await answer({ claimId, line, seller, world, at: addHours(at, 5) });
}
