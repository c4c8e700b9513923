import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { newId } from "~/kernel/ids";
import { addDays, addHours } from "~/kernel/period";
import { answerClaim } from "~/orders/answer-claim.server";
import { orderToken } from "~/orders/access-token.server";
import { openClaim, type OpenClaim } from "~/orders/open-claim.server";
import { moveOwnClaim } from "~/orders/shopper-claim.server";
import type { AcceptClaim } from "~/payments/accept-claim.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { loader as claimPage } from "~/routes/shop/claim";
import { readClaimForm } from "~/routes/shop/claim-form.server";
import { claimWords } from "~/routes/shop/claim-words";
import { aPaidOrder, clock, closeStripe, footprint, linesOf, violations, work } from "#tests/builders/payments";
import { aClaimShop, eventsOf, isReleased, operator, staff, stateOf, type ClaimShop } from "./claim-shop";

let shop: ClaimShop;

beforeAll(async () => {
  shop = await aClaimShop();
});
afterAll(() => closeStripe(shop.stripe));
afterEach(async () => {
  await work(shop.stripe);
  expect(await violations()).toEqual({});
});

describe("opening a claim", () => {
  test("keeps the photo private, writes the timeline and tells the shopper, once for one form", async () => {
    const order = await shop.arrived();
    const requestKey = newId();
    const [first, second] = [await shop.claim(order, { requestKey }), await shop.claim(order, { requestKey })];
    expect(second).toEqual(first);
    const claims = await db().claim.findMany({ where: { orderId: order.orderId }, include: { photos: true } });
    expect(claims).toMatchObject([
      { kind: "SPOILAGE", state: "OPEN", quantity: 1, waitsUntil: addHours(order.at, 48) },
    ]);
    const media = await db().media.findUniqueOrThrow({ where: { id: claims[0]?.photos[0]?.mediaId ?? "" } });
    expect(media).toMatchObject({ kind: "CLAIM", public: false, ownerKind: "ORDER", ownerId: order.orderId });
    expect(await eventsOf(order.orderId)).toContain("CLAIM_OPENED");
    const letters = await db().message.findMany({ where: { recipient: "13800000000" }, orderBy: { id: "desc" } });
    expect(letters[0]?.body).toContain(`/orders/${order.access.token}/claims/${claims[0]?.id}`);
  });

  test("sent twice at once, or with a picture that is none, leaves no picture that belongs to nothing", async () => {
    const order = await shop.arrived();
    const pictures = () => db().media.count({ where: { ownerId: order.orderId } });
    const broken = await shop.claim(order, { photos: [shop.photo, new TextEncoder().encode("no picture")] });
    expect(broken).toMatchObject({ failure: { kind: "photo" } });
    expect(await pictures()).toBe(0);
    const requestKey = newId();
    const [first, second] = await Promise.all([shop.claim(order, { requestKey }), shop.claim(order, { requestKey })]);
    expect(second).toEqual(first);
    expect(await pictures()).toBe(1);
  });

  test.each([
    ["fresh goods without a photo", {}, { photos: [] }, "photo-missing"],
    ["more packs than there were", {}, { quantity: 3 }, "too-many"],
    ["fresh goods after two days", { hours: 48 }, {}, "too-late"],
    ["a photo that is none", {}, { photos: [new TextEncoder().encode("<svg/>")] }, "photo"],
    ["another order's line", {}, { orderLineId: newId() }, "not-found"],
    ["with another order's link", {}, { access: { token: "x".repeat(43) } }, "not-found"],
  ] as [string, { hours?: number }, Partial<OpenClaim>, string][])(
    "%s is refused, and nothing changed",
    async (_, { hours = 0 }, changes, kind) => {
      const order = await shop.arrived();
      const before = await footprint();
      const refused = await shop.claim(order, { now: addHours(order.at, hours), ...changes });
      expect(refused).toMatchObject({ ok: false, failure: { kind } });
      expect(await db().claim.count({ where: { orderId: order.orderId } })).toBe(0);
      expect(await footprint()).toEqual(before);
    },
  );

  test("what keeps is returned without a reason; what arrived bad is put into words", async () => {
    const order = await shop.arrived();
    const read = (line: string) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ line, quantity: "1", words: " ", requestKey: newId() })) {
        body.set(name, value);
      }
      const request = new Request("http://localhost/", { method: "POST", body });
      return readClaimForm(request, claimWords("zh"), (id) => (id === order.keeping.id ? "RETURN" : "SPOILAGE"));
    };
    expect((await read(order.fresh.id)).errors).toEqual({ words: [claimWords("zh").errors.words] });
    const { value } = await read(order.keeping.id);
    expect(value).toMatchObject({ orderLineId: order.keeping.id, words: "" });
    expect(await shop.claim(order, { ...value })).toMatchObject({ ok: true });
    await expect(shop.claim(order, { words: "" })).rejects.toThrow("claim_words");
    expect(await db().claim.findMany({ where: { orderId: order.orderId }, select: { kind: true } })).toEqual([
      { kind: "RETURN" },
    ]);
  });

  test("is told to who left a mobile number or an e-mail address; a landline receives no short message", async () => {
    const order = await shop.arrived();
    const written = () => db().message.count({ where: { recipient: "055912345678" } });
    await db().order.update({ where: { id: order.orderId }, data: { buyerPhone: "055912345678" } });
    await shop.claimed(order);
    expect(await written()).toBe(0);
    await db().order.update({ where: { id: order.orderId }, data: { buyerEmail: "landline@example.com" } });
    await shop.claimed(order, { orderLineId: order.keeping.id });
    expect(await written()).toBe(0);
    expect(await db().message.count({ where: { channel: "EMAIL", recipient: "landline@example.com" } })).toBe(1);
  });

  test("what keeps may be returned for seven days, without a photo; before it arrived nothing is claimed", async () => {
    const order = await shop.arrived();
    const jar = { orderLineId: order.keeping.id, photos: [], now: addHours(order.at, 167) };
    expect(await shop.claim(order, jar)).toMatchObject({ ok: true });
    expect(await shop.claim(order, jar)).toMatchObject({ failure: { kind: "nothing-left" } });
    const way = await aPaidOrder(shop.stripe, [{ variantId: shop.plums.variantId, quantity: 1 }]);
    const [line] = await linesOf(way.orderId);
    const early = await openClaim({
      access: { token: orderToken(way.orderId) },
      orderId: way.orderId,
      orderLineId: line?.id ?? "",
      quantity: 1,
      words: "还没到",
      photos: [shop.photo],
      requestKey: newId(),
      now: clock.now,
    });
    expect(early).toMatchObject({ failure: { kind: "not-arrived" } });
  });
});

describe("an answer with money", () => {
  test("refunds a part of the line, who bears it by the reason, and ends the claim in one go", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    expect(await shop.accept(claimId, { reason: "DAMAGE", words: "快递压坏了一半" })).toMatchObject({ ok: true });
    await work(shop.stripe);
    const refunds = await db().refund.findMany({ where: { orderId: order.orderId }, include: { lines: true } });
    expect(refunds).toMatchObject([
      {
        state: "SUCCEEDED",
        reason: "DAMAGE",
        bearer: "SHIPPER",
        amountFen: 1_000n,
        lines: [{ orderLineId: order.fresh.id }],
      },
    ]);
    expect(await db().claim.findUniqueOrThrow({ where: { id: claimId } })).toMatchObject({
      state: "ACCEPTED",
      refundId: refunds[0]?.id,
      amountFen: 1_000n,
      bearer: "SHIPPER",
      answer: "快递压坏了一半",
    });
    expect(await shop.accept(claimId)).toMatchObject({ failure: { kind: "claim", failure: { kind: "not-now" } } });
    expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(1);
  });

  test("two people who accept at once refund once", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    const results = await Promise.all([shop.accept(claimId), shop.accept(claimId), shop.accept(claimId)]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(1);
  });

  test.each([
    ["another cooperative's manager", { actor: staff("COOP_MANAGER", newId()) }, "claim"],
    ["a packer", { actor: staff("COOP_PACKER") }, "claim"],
    ["more than the line cost", { amountFen: 1_000_000n }, "refund"],
    ["nothing", { amountFen: 0n }, "refund"],
    ["another bearer than the reason's", { bearer: "PLATFORM" }, "refund"],
  ] as [string, Partial<AcceptClaim>, string][])("%s is refused, and nothing changed", async (_, changes, kind) => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    const before = await footprint();
    expect(await shop.accept(claimId, changes)).toMatchObject({ ok: false, failure: { kind } });
    expect(await footprint()).toEqual(before);
    expect(await stateOf(claimId)).toBe("OPEN");
  });
});

describe("money of a claimed line", () => {
  test("waits until the claim is closed, while the other lines' becomes payable", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    await releaseDueShipments({ now: addDays(order.at, 8) });
    expect([await isReleased(order.fresh.id), await isReleased(order.keeping.id)]).toEqual([false, true]);
    expect(await violations()).toEqual({});
    await shop.accept(claimId, { now: addDays(order.at, 9) });
    await work(shop.stripe);
    await releaseDueShipments({ now: addDays(order.at, 9) });
    expect(await isReleased(order.fresh.id)).toBe(true);
    const shipments = await db().shipment.findMany({ where: { orderId: order.orderId } });
    expect(shipments.every(({ releasedAt }) => releasedAt !== null)).toBe(true);
  });

  test("waits after a refusal as long as the shopper may go on", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    const refusedAt = addDays(order.at, 8);
    await answerClaim({ actor: shop.manager(), claimId, move: "refuse", words: "照片看不出坏果", now: refusedAt });
    await releaseDueShipments({ now: addHours(refusedAt, 47) });
    expect(await isReleased(order.fresh.id)).toBe(false);
    await releaseDueShipments({ now: addHours(refusedAt, 48) });
    expect(await isReleased(order.fresh.id)).toBe(true);
    const late = { access: order.access, claimId, now: addHours(refusedAt, 49) };
    expect(await moveOwnClaim({ ...late, move: "escalate" })).toMatchObject({ failure: { kind: "not-now" } });
  });
});

describe("taking it to the operator", () => {
  test("after a refusal the operator decides, also that the platform bears it", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    const now = addHours(order.at, 5);
    const own = { access: order.access, claimId, now };
    expect(await moveOwnClaim({ ...own, move: "escalate" })).toMatchObject({ failure: { kind: "not-now" } });
    expect(await answerClaim({ actor: shop.manager(), claimId, move: "refuse", words: "不同意", now })).toMatchObject({
      ok: true,
    });
    expect(await moveOwnClaim({ ...own, move: "escalate" })).toMatchObject({ ok: true });
    const decision = { move: "decide-accept", reason: "GOODWILL", bearer: "PLATFORM", words: "各让一步", now } as const;
    expect(await shop.accept(claimId, decision)).toMatchObject({ failure: { failure: { kind: "not-found" } } });
    expect(await shop.accept(claimId, { ...decision, actor: operator })).toMatchObject({ ok: true });
    expect(await db().claim.findUniqueOrThrow({ where: { id: claimId } })).toMatchObject({
      state: "ACCEPTED",
      bearer: "PLATFORM",
      answer: "不同意",
      decision: "各让一步",
    });
  });

  test("after 48 hours of silence, and the operator may also say no for good", async () => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    const silent = { access: order.access, claimId, now: addHours(order.at, 48) };
    expect(await moveOwnClaim({ ...silent, move: "escalate" })).toMatchObject({ ok: true });
    expect(
      await answerClaim({ actor: shop.manager(), claimId, move: "decide-reject", words: "不", now: silent.now }),
    ).toMatchObject({
      failure: { kind: "not-found" },
    });
    await answerClaim({ actor: operator, claimId, move: "decide-reject", words: "没有坏", now: silent.now });
    expect(await stateOf(claimId)).toBe("REJECTED");
    await expect(
      db().claim.update({ where: { id: claimId }, data: { state: "OPEN", closedAt: null } }),
    ).rejects.toThrow();
  });
});

test("a refusal's page offers the operator while there is time, and says so when there is none", async () => {
  const refusedSince = async (days: number) => {
    const order = await shop.arrived();
    const claimId = await shop.claimed(order);
    const at = addDays(new Date(), -days);
    await answerClaim({ actor: shop.manager(), claimId, move: "refuse", words: "照片看不出坏果", now: at });
    const request = new Request(`http://localhost${paths.shop("en").claim(order.access.token, claimId)}`);
    const page = await claimPage({ request, params: { token: order.access.token, id: claimId }, context: {} });
    const { moves, claim: shown } = await page.json();
    return { moves, isRefusedForGood: shown.isRefusedForGood };
  };
  expect(await refusedSince(1)).toEqual({ moves: ["withdraw", "escalate"], isRefusedForGood: false });
  expect(await refusedSince(3)).toEqual({ moves: [], isRefusedForGood: true });
});
