import { systemActor, type Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { answerClaim } from "~/orders/answer-claim.server";
import { orderToken } from "~/orders/access-token.server";
import { confirmDelivery } from "~/orders/confirm-delivery.server";
import { openClaim, type OpenClaim } from "~/orders/open-claim.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { acceptClaim, type AcceptClaim } from "~/payments/accept-claim.server";
import { db } from "~/platform/db.server";
import { photoBytes } from "#tests/builders/catalog";
import { aListingWithStock } from "#tests/builders/orders";
import { aPaidOrder, aStripe, clock } from "#tests/builders/payments";

export const staff = (role: "COOP_MANAGER" | "COOP_PACKER" | "OPERATOR", scopeId = ""): Actor => ({
  userId: newId(),
  displayName: role,
  grants: [{ role, scopeKind: role === "OPERATOR" ? "PLATFORM" : "COOPERATIVE", scopeId }],
});
export const operator = staff("OPERATOR");

export type ClaimShop = Awaited<ReturnType<typeof aClaimShop>>;

/** A shop that sells fresh plums and jars that keep, whose orders arrive at once, so that something can be claimed. */
export async function aClaimShop() {
  const stripe = aStripe();
  const plums = await aListingWithStock({ lots: [10_000_000] });
  const { cooperativeId } = plums;
  const jars = await aListingWithStock({ lots: [10_000_000], perishable: false, cooperativeId });
  const photo = await photoBytes();
  const manager = () => staff("COOP_MANAGER", cooperativeId);

  /** An order of both kinds of goods, paid, shipped and arrived now. */
  async function arrived() {
    const order = await aPaidOrder(stripe, [
      { variantId: plums.variantId, quantity: 2 },
      { variantId: jars.variantId, quantity: 1 },
    ]);
    const lines = await db().orderLine.findMany({ where: { orderId: order.orderId, kind: "GOODS" } });
    const fresh = lines.find((line) => line.perishable);
    const keeping = lines.find((line) => !line.perishable);
    if (!fresh || !keeping) throw new Error("two kinds of goods were bought");
    const shipments = await db().shipment.findMany({ where: { orderId: order.orderId } });
    for (const { id: shipmentId } of shipments) {
      await shipShipment({ actor: systemActor, shipmentId, trackingNumber: "YS000001", now: clock.now });
      await confirmDelivery({ shipmentId, access: "system", now: clock.now });
    }
    return { ...order, fresh, keeping, access: { token: orderToken(order.orderId) }, at: clock.now };
  }
  type Arrived = Awaited<ReturnType<typeof arrived>>;

  const claim = (order: Arrived, changes: Partial<OpenClaim> = {}) =>
    openClaim({
      access: order.access,
      orderId: order.orderId,
      orderLineId: order.fresh.id,
      quantity: 1,
      words: "一箱烂了一半",
      photos: [photo],
      requestKey: newId(),
      now: order.at,
      ...changes,
    });

  async function claimed(order: Arrived, changes: Partial<OpenClaim> = {}): Promise<string> {
    const opened = await claim(order, changes);
    if (!opened.ok) throw new Error(opened.failure.kind);
    return opened.value.claimId;
  }

  const accept = (claimId: string, changes: Partial<AcceptClaim> = {}) =>
    acceptClaim({
      actor: manager(),
      claimId,
      move: "accept",
      amountFen: 1_000n,
      reason: "QUALITY",
      words: "",
      now: clock.now,
      ...changes,
    });

  const agreeReturn = (order: Arrived, claimId: string) =>
    answerClaim({
      actor: manager(),
      claimId,
      move: "agree-return",
      words: "",
      returnAddress: "昌溪村 1 号",
      now: order.at,
    });

  return { stripe, plums, jars, photo, manager, arrived, claim, claimed, accept, agreeReturn };
}

export const stateOf = async (id: string) => (await db().claim.findUniqueOrThrow({ where: { id } })).state;
export const eventsOf = async (orderId: string) =>
  (await db().orderEvent.findMany({ where: { orderId }, orderBy: { id: "asc" } })).map(({ kind }) => kind);

/** Whether what waits of a line has become payable. */
export async function isReleased(orderLineId: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT sum(waiting_fen)::bigint AS fen FROM line_part
    WHERE order_line_id = ${orderLineId}::uuid AND part NOT IN ('PLATFORM_FEE', 'PROCESSING')`;
  return row?.fen === 0n;
}
