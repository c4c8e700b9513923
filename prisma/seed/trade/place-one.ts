import { newId } from "~/kernel/ids";
import type { ShippingAddress } from "~/orders/order-store.server";
import { placeOrder } from "~/orders/place-order.server";
import { openPayment } from "~/payments/open-payment.server";
import { startPayment } from "~/payments/start-payment.server";
import { promotions } from "../data/promotions";
import { stream } from "../data/random";
import { accepted } from "../load/at-once";
import { at } from "./moment";
import type { PlannedOrder } from "./plan-orders";
import type { World } from "./world";
import { addDays, addMinutes } from "~/kernel/period";

export type PlacedOrder = {
  readonly id: string;
  readonly plan: PlannedOrder;
  readonly paidAt: Date | undefined;
  /** whose account it was ordered from; a guest's has none */
  readonly userId: string | undefined;
};

/** Puts the planned goods into an order: with a code where one fits, without where it does not. */
export async function placeOne(
  plan: PlannedOrder,
  world: World,
  {
    now,
    userId,
    invoice = {},
  }: { readonly now: Date; readonly userId: string | undefined; readonly invoice?: Partial<ShippingAddress> },
): Promise<Omit<PlacedOrder, "paidAt">> {
  const entries = plan.lines.map(({ listing, variant, packs }) => {
    const variantId = world.listings.get(listing.key)?.variantIds[variant.position];
    if (variantId === undefined) throw new Error(`no variant ${variant.position} of ${listing.key}`);
    return { variantId, quantity: packs };
  });
  const { name, phone, provinceCode, provinceName, addressLine } = plan.shopper;
  const order = {
    basket: { entries },
    address: { name, phone, provinceCode, provinceName, addressLine, ...invoice },
    locale: plan.shopper.locale,
    now: plan.placedAt,
    within: openPayment,
    userId,
  };
  const code = plan.promotion ? promotionFor(plan, now) : undefined;
  if (code !== undefined) {
    const placed = await placeOrder({ ...order, checkoutKey: newId(plan.placedAt), promotionCode: code });
    if (placed.ok) return { id: placed.value.id, plan, userId };
  }
  const placed = await placeOrder({ ...order, checkoutKey: newId(plan.placedAt) });
  return { id: accepted(plan.key, placed).id, plan, userId };
}

/** Takes the shopper to the sandbox's page and pays there, a few minutes later; or leaves it. */
export async function payOne(placed: Omit<PlacedOrder, "paidAt">, { sandbox }: World): Promise<PlacedOrder> {
  const { id, plan } = placed;
  const random = stream(`paying ${plan.key}`);
  const opened = await at(plan.placedAt, () => startPayment({ orderId: id, now: plan.placedAt }));
  const { url } = accepted(`payment page of ${plan.key}`, opened);
  if (plan.fate === "unpaid") return { ...placed, paidAt: undefined };
  const paidAt = addMinutes(plan.placedAt, random.int(1, 11));
  const session = /cs_\w+/.exec(url)?.[0] ?? "";
  await at(paidAt, async () => {
    if (random.chance(0.04)) sandbox.decline(session);
    sandbox.pay(session, plan.method);
    sandbox.settle(); // its fee, at once
  });
  return { ...placed, paidAt };
}

function promotionFor(plan: PlannedOrder, now: Date): string | undefined {
  const total = plan.lines.reduce((sum, line) => sum + line.variant.priceFen * BigInt(line.packs), 0n);
  const sellers = plan.lines.map((line) => line.listing.sellerKey);
  const fitting = promotions.filter(
    ({ minimumFen, fromDaysAgo, toDaysAgo, sellerKey }) =>
      minimumFen <= total &&
      addDays(now, -fromDaysAgo) <= plan.placedAt &&
      plan.placedAt <= addDays(now, -toDaysAgo) &&
      (sellerKey === null || sellers.includes(sellerKey)),
  );
  return fitting.length === 0 ? undefined : stream(`code of ${plan.key}`).pick(fitting).code;
}
