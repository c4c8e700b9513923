import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { addDays, addHours } from "~/kernel/period";
import { lapseClaims } from "~/orders/lapse-claims.server";
import { moveOwnClaim } from "~/orders/shopper-claim.server";
import { db } from "~/platform/db.server";
import { aPaidOrder, closeStripe, linesOf, violations, work } from "#tests/builders/payments";
import { aClaimShop, eventsOf, isReleased, stateOf, type ClaimShop } from "./claim-shop";

let shop: ClaimShop;

beforeAll(async () => {
  shop = await aClaimShop();
});
afterAll(() => closeStripe(shop.stripe));
afterEach(async () => {
  await work(shop.stripe);
  expect(await violations()).toEqual({});
});

describe("a return", () => {
  test("is agreed, sent back, received, and then refunded", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order, { orderLineId: order.keeping.id, photos: [] });
    expect(await shop.agreeReturn(order, claimId)).toMatchObject({ ok: true });
    const own = { access: order.access, claimId, now: order.at, move: "send-back" } as const;
    expect(await moveOwnClaim({ ...own, carrier: "SF", trackingNumber: "1" })).toMatchObject({
      failure: { kind: "tracking-number" },
    });
    expect(await moveOwnClaim({ ...own, carrier: "SF", trackingNumber: "SF123456789012" })).toMatchObject({ ok: true });
    expect(await shop.accept(claimId)).toMatchObject({ failure: { failure: { kind: "not-now" } } });
    const received = await shop.accept(claimId, {
      move: "receive-return",
      reason: "RETURNED",
      amountFen: order.keeping.chargedFen,
    });
    expect(received).toMatchObject({ ok: true });
    expect(await eventsOf(order.orderId)).toEqual(
      expect.arrayContaining(["CLAIM_OPENED", "RETURN_AGREED", "RETURN_SENT", "RETURN_RECEIVED", "REFUND_REQUESTED"]),
    );
  });

  test("whose goods are sound comes back into the lot it was picked from, and no more than came", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order, { orderLineId: order.keeping.id, photos: [] });
    await shop.agreeReturn(order, claimId);
    const stock = async () =>
      (await db().lot.findUniqueOrThrow({ where: { id: shop.jars.lotIds[0] ?? "" } })).available;
    const before = await stock();
    const received = { move: "receive-return", reason: "RETURNED", amountFen: order.keeping.chargedFen } as const;
    expect(await shop.accept(claimId, { ...received, packsToStock: 2 })).toMatchObject({
      failure: { failure: { kind: "too-many-back", most: 1 } },
    });
    expect([await stock(), await stateOf(claimId)]).toEqual([before, "RETURN_AGREED"]);

    expect(await shop.accept(claimId, { ...received, packsToStock: 1 })).toMatchObject({ ok: true });
    expect(await stock()).toBe(before + order.keeping.packQuantity);
    expect(await eventsOf(order.orderId)).toContain("RESTOCKED");
    expect(await shop.accept(claimId, { ...received, packsToStock: 1 })).toMatchObject({ ok: false });
    expect(await stock()).toBe(before + order.keeping.packQuantity);
    // What came back can be bought again: the books still add up (violations are asked for after each test).
    const again = await aPaidOrder(shop.stripe, [{ variantId: shop.jars.variantId, quantity: 1 }]);
    expect(await linesOf(again.orderId)).toHaveLength(2);
  });

  test("goods that did not come back are not put on stock", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order, { orderLineId: order.keeping.id, photos: [] });
    const accepted = await shop.accept(claimId, { reason: "QUALITY", amountFen: 100n, packsToStock: 1 });
    expect(accepted).toMatchObject({ failure: { failure: { kind: "too-many-back" } } });
    expect(await stateOf(claimId)).toBe("OPEN");
  });

  test("that is not sent back within a week is closed by the clock, and the money goes on", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order, { orderLineId: order.keeping.id, photos: [] });
    await shop.agreeReturn(order, claimId);
    await lapseClaims({ now: addHours(order.at, 167) });
    expect(await stateOf(claimId)).toBe("RETURN_AGREED");
    await lapseClaims({ now: addDays(order.at, 7) });
    expect(await stateOf(claimId)).toBe("LAPSED");
    await releaseDueShipments({ now: addDays(order.at, 7) });
    expect(await isReleased(order.keeping.id)).toBe(true);
  });

  test("of fresh goods there is none: nobody sends rotten plums back", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    const agreed = await shop.agreeReturn(order, claimId);
    expect(agreed).toMatchObject({ failure: { kind: "not-now" } });
    expect(await moveOwnClaim({ access: order.access, claimId, now: order.at, move: "withdraw" })).toMatchObject({
      ok: true,
    });
  });
});
