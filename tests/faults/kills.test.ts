import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { aListingWithStock } from "#tests/builders/orders";
import { between, seededRandom } from "../../scripts/stripe-sandbox/random";
import type { Truth } from "../../scripts/stripe-sandbox/truth";
import { openShop, type ProcessName, type Shop } from "./processes";
import { expectBooksRight, scale, seed, settle } from "./settled";
import { atStripe, buy, comeBack, type Placed } from "./shopper";

// In full, 200 kills (FAULTS_SCALE=50). Shoppers keep coming until the last victim is up again.
const KILLS = Math.max(2, Math.round(4 * scale()));
const SHOPPERS = 5;
const VICTIMS: readonly ProcessName[] = ["web-1", "web-2", "worker", "sandbox"];
const TRIES = 40;

const chosen = seed();
const random = seededRandom(chosen);
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ seed: chosen });
});
afterAll(() => shop?.close());

test(`SIGKILL of a random process, ${KILLS} times, while ${SHOPPERS} shoppers buy: after restart and redelivery no order is lost and none is paid twice`, async () => {
  const { variantId } = await aListingWithStock({ packGrams: 2500, lots: [100_000_000], priceFen: 3990n });
  let selling = true;
  const bought: string[] = [];
  const shoppers = Array.from({ length: SHOPPERS }, async (_, i) => {
    while (selling) {
      const session = await untilPage(i, { variantId, quantity: 1, totalFen: 4_790n, checkoutKey: newId() });
      await pause(between(random, [0, 100]));
      await stubbornly(() => atStripe(shop, "pay", { session, method: "card" }), /complete/);
      bought.push(session);
      await comeBack(shop, i % 2 === 0 ? 0 : 1, session).catch(() => {});
    }
  });
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(between(random, [300, 1200]));
    const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "web-1";
    await shop.kill(victim);
    await shop.start(victim);
  }
  selling = false;
  await Promise.all(shoppers);
  console.info(`${KILLS} kills during ${bought.length} checkouts`);

  await settle(shop);
  const { charges } = await atStripe<Truth>(shop, "truth");
  expect(charges.count).toBe(bought.length);
  expect(await db().payment.count({ where: { sessionId: { in: bought }, state: "SUCCEEDED", returnedAt: null } })).toBe(
    bought.length,
  );
  expect(await db().order.count({ where: { state: "PAID" } })).toBe(bought.length);
  await expectBooksRight(shop);
});

/** The shopper sends the same form until there is a page to pay on: one form is one order. */
async function untilPage(i: number, purchase: Parameters<typeof buy>[2]): Promise<string> {
  let last: Placed | undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    last = await buy(shop, (i + attempt) % 2 === 0 ? 0 : 1, purchase, 10_000).catch(() => undefined);
    if (last?.kind === "page") return last.sessionId;
    await pause(250);
  }
  throw new Error(`no page to pay on after ${TRIES} tries: ${JSON.stringify(last)}`);
}

/** Tried again while the sandbox is down; an act that was done although its answer was lost says `done`. */
async function stubbornly(act: () => Promise<unknown>, done: RegExp): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await act();
      return;
    } catch (error) {
      if (error instanceof Error && done.test(error.message)) return;
      await pause(250);
    }
  }
  throw new Error("the sandbox did not come back");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
