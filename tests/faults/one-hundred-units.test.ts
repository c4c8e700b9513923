import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "~/platform/db.server";
import { aListingWithStock } from "#tests/builders/orders";
import { openShop, type Shop } from "./processes";
import { expectBooksRight, scale, seed, settle } from "./settled";
import { atOnce, atStripe, buy } from "./shopper";

// In full, 2,000 buyers (FAULTS_SCALE=5): a minute and more on two cores.
const UNITS = Math.min(100, Math.round(50 * scale()));
const BUYERS = Math.min(2_000, Math.round(400 * scale()));

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ seed: seed() });
});
afterAll(() => shop?.close());

test(`${BUYERS} buyers on two servers for ${UNITS} units: exactly ${UNITS} are sold, the others read that it is sold out`, async () => {
  const { variantId, lotIds } = await aListingWithStock({ packGrams: 2500, lots: [UNITS * 2500], priceFen: 3990n });
  const began = performance.now();
  const buyers = Array.from({ length: BUYERS }, (_, index) => index);
  // All are there at once; a browser keeps a few hundred connections open, not two thousand.
  const placed = await atOnce(buyers, 200, (index) =>
    buy(shop, index % 2 === 0 ? 0 : 1, { variantId, quantity: 1, totalFen: 4_790n }, 120_000),
  );
  console.info(`${BUYERS} buyers in ${Math.round(performance.now() - began)} ms`);
  const count = (kind: string) => placed.filter((one) => one.kind === kind).length;
  expect(placed.filter((one) => one.kind === "error" || one.kind === "refused").slice(0, 3)).toEqual([]);
  expect({ page: count("page"), soldOut: count("sold-out") }).toEqual({ page: UNITS, soldOut: BUYERS - UNITS });
  const lot = await db().lot.findUniqueOrThrow({ where: { id: lotIds[0] ?? "" } });
  expect(lot.available).toBe(0);

  const sessions = placed.flatMap((one) => (one.kind === "page" ? [one.sessionId] : []));
  await atOnce(sessions, 10, (session) => atStripe(shop, "pay", { session, method: "card" }));
  await settle(shop);
  expect(await db().order.count({ where: { state: "PAID", lines: { some: { variantId } } } })).toBe(UNITS);
  await expectBooksRight(shop);
});
