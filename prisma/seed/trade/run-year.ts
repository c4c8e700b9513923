import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { sealJournals } from "~/benefits/seal-journals.server";
import { addDays, boundsOf, periodOf, shiftPeriod, type Period } from "~/kernel/period";
import { saveAddress } from "~/orders/address-book.server";
import { db } from "~/platform/db.server";
import { accepted, atOnce } from "../load/at-once";
import type { Progress } from "../load/progress";
import { market } from "./demo-market";
import { lifeOf, type OrderRows, type Step } from "./life";
import { enterCosts, enterPayouts, prepareMonth } from "./month-end";
import { payOne, placeOne, type PlacedOrder } from "./place-one";
import { planLots } from "./plan-lots";
import { planOrders, regularOf } from "./plan-orders";
import { planSupply } from "./plan-supply";
import { Supply } from "./run-supply";
import type { SeedShopper } from "./shoppers";
import type { World } from "./world";
import { yearBefore } from "./year";

/** How much runs side by side: enough for two processors and the disk's writes to fill each other's pauses. */
const LANES = 10;

/**
 * A year of trade through the real use cases, week by week: deliveries and lots, orders and payments, then what happened
 * to all open parcels, and after each month its payouts. `deliver` hands every waiting event of the sandbox to the shop.
 */
export async function runYear(
  world: World,
  {
    now,
    orders: count,
    deliver,
    progress,
  }: { now: Date; orders?: number; deliver: () => Promise<void>; progress: Progress },
): Promise<void> {
  const year = yearBefore(now);
  const slots = planLots(market, year);
  const orders = planOrders(market, slots, year, count);
  const lots = planSupply(market, slots, orders, year.until);
  const supply = new Supply(world);
  const months = new MonthEnds(world, periodOf(year.from));
  let open: Step[][] = [];
  const regular = regularOf(orders);
  const account = world.staff.person("shopper");
  if (regular) await keepAddress(account.userId, regular, year.from);

  progress.begin("一年的交易", orders.length);
  for (const week of year.weeks) {
    // The banks answer while the next week is traded; only what happens to parcels and refunds waits for them.
    const banks = atOnce(3, await months.closeBefore(week.from), (enter) => enter());
    await supply.writeOffExpired(lots, addDays(week.from, -7), week.from);
    const sealing = lots.filter((lot) => lot.sealedAt >= week.from && lot.sealedAt < week.until);
    await atOnce(LANES, bySeller(sealing), async (own) => {
      for (const lot of own) await supply.seal(lot);
    });

    // One after the other, so that the same boxes go to the same orders every time; paying overlaps with placing.
    const ordered = orders.filter((order) => order.placedAt >= week.from && order.placedAt < week.until);
    const paying: Promise<PlacedOrder>[] = [];
    for (const plan of ordered) {
      const placed = await placeOne(plan, world, {
        now,
        userId: plan.shopper === regular ? account.userId : undefined,
      });
      paying.push(payOne(placed, world));
    }
    const placed = await Promise.all(paying);
    await deliver();

    await banks;
    const rows = await rowsOf(placed.map(({ id }) => id));
    open.push(...placed.map((order) => lifeOf(order, rows.get(order.id) ?? { shipments: [], lines: [] }, world)));
    await atOnce(LANES, open, async (life) => {
      while (life[0] && life[0].at < week.until) await life.shift()?.run();
    });
    open = open.filter((life) => life.length > 0);
    await deliver();
    // As the worker would have, so that every week's last seal is there to be published.
    await sealJournals({ now: week.until < now ? week.until : now });
    progress.step(ordered.length);
  }
  await atOnce(3, await months.closeBefore(now), (enter) => enter());
  // what a dispute had kept waiting
  while ((await releaseDueShipments({ now })) > 0);
  progress.end();
}

/** The months' ends, each once, when the weeks have passed its day of payment. */
class MonthEnds {
  #next: Period;
  constructor(
    readonly world: World,
    first: Period,
  ) {
    this.#next = first;
  }

  /**
   * Closes all months whose payments lie before `moment`: costs and payouts in the month, payments on the 5th of the
   * next. Answers what the banks still have to do.
   */
  async closeBefore(moment: Date): Promise<(() => Promise<void>)[]> {
    const banks: (() => Promise<void>)[] = [];
    while (addDays(boundsOf(this.#next).to, 6) <= moment) {
      await enterPayouts(this.#next, this.world);
      await enterCosts(this.#next, this.world.staff);
      banks.push(...(await prepareMonth(this.#next, this.world)));
      this.#next = shiftPeriod(this.#next, 1);
    }
    return banks;
  }
}

async function keepAddress(userId: string, shopper: SeedShopper, now: Date): Promise<void> {
  const { name, phone, provinceCode, addressLine } = shopper;
  const address = { name, phone, provinceCode, addressLine };
  accepted("the shopper's address", await saveAddress({ userId, address, isDefault: true, now }));
}

/** One list a seller: the lots of one seller are sealed in their order. */
function bySeller<Lot extends { readonly sellerKey: string; readonly sealedAt: Date }>(lots: readonly Lot[]): Lot[][] {
  const sellers = [...new Set(lots.map((lot) => lot.sellerKey))];
  return sellers.map((key) =>
    lots.filter((lot) => lot.sellerKey === key).toSorted((a, b) => a.sealedAt.getTime() - b.sealedAt.getTime()),
  );
}

async function rowsOf(orderIds: readonly string[]): Promise<Map<string, OrderRows>> {
  const ids = [...orderIds];
  const [shipments, lines] = await Promise.all([
    db().shipment.findMany({
      where: { orderId: { in: ids } },
      select: { id: true, orderId: true, sellerId: true, sellerKind: true, position: true },
      orderBy: { position: "asc" },
    }),
    db().orderLine.findMany({
      where: { orderId: { in: ids } },
      select: { id: true, orderId: true, kind: true, chargedFen: true, shipmentId: true, listingId: true },
      orderBy: { position: "asc" },
    }),
  ]);
  return new Map(
    ids.map((id) => [
      id,
      { shipments: shipments.filter((one) => one.orderId === id), lines: lines.filter((one) => one.orderId === id) },
    ]),
  );
}
