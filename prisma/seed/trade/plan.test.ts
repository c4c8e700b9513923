import { expect, test } from "vitest";
import { market } from "./demo-market";
import { planLots } from "./plan-lots";
import { onStock, planOrders } from "./plan-orders";
import { netOf, planSupply } from "./plan-supply";
import { yearBefore } from "./year";

const NOW = new Date("2026-11-23T09:00:00Z");
const year = yearBefore(NOW);
const slots = planLots(market, year);
const orders = planOrders(market, slots, year);
const lots = planSupply(market, slots, orders, year.until);

const asText = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one));

test("the same moment plans the same year", () => {
  const again = planLots(market, year);
  const ordersAgain = planOrders(market, again, year);
  expect(asText(ordersAgain)).toBe(asText(orders));
  expect(asText(planSupply(market, again, ordersAgain, year.until))).toBe(asText(lots));
});

test.each(["2026-02-28T15:59:00Z", "2026-07-01T00:00:00Z", "2027-01-01T12:00:00Z"])(
  "whenever it is loaded (%s), there is a year of about 1,500 orders",
  (moment) => {
    const other = yearBefore(new Date(moment));
    const planned = planOrders(market, planLots(market, other), other);
    expect(planned.length).toBeGreaterThan(1_400);
    expect(planned.length).toBeLessThanOrEqual(1_500);
  },
);

test("nobody orders what is not on stock, or where it is not delivered", () => {
  for (const order of orders) {
    for (const { listing } of order.lines) {
      expect(onStock(listing, slots, order.placedAt)).toBe(true);
      expect(listing.undelivered).not.toContain(order.shopper.provinceCode);
    }
  }
});

test("what is delivered over the scale is what lies in the lots, and lots hold what is sold", () => {
  for (const lot of lots) {
    if (lot.sellerKind === "COOPERATIVE") {
      expect(lot.intakes.reduce((sum, intake) => sum + netOf(intake), 0)).toBe(lot.quantity);
    }
    expect(lot.quantity).toBeGreaterThan(0);
  }
  const sold = new Map<string, number>();
  for (const { listing, variant, packs } of orders.flatMap((order) => order.lines)) {
    const key = `${listing.sellerKey} ${listing.product.code} ${listing.grade.name}`;
    sold.set(key, (sold.get(key) ?? 0) + variant.quantity * packs);
  }
  for (const [key, quantity] of sold) {
    const supplied = lots.filter((lot) => `${lot.sellerKey} ${lot.productCode} ${lot.grade}` === key);
    expect(supplied.reduce((sum, lot) => sum + lot.quantity, 0)).toBeGreaterThanOrEqual(quantity);
  }
});

test("every kind of ending happens in the year", () => {
  const fates = new Set(orders.map((order) => order.fate));
  expect([...fates].sort()).toEqual([
    "cancelled",
    "claim-all",
    "claim-part",
    "confirmed",
    "dispute-lost",
    "dispute-won",
    "goodwill",
    "late-claim",
    "refund-fails",
    "silent",
    "unpaid",
  ]);
});
