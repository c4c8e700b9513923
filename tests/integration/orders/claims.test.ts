import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "~/access/actor";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { newId } from "~/kernel/ids";
import { addDays, addHours } from "~/kernel/period";
import { mediaKey } from "~/media/media-store.server";
import { answerClaim } from "~/orders/answer-claim.server";
import { orderToken } from "~/orders/access-token.server";
import { closeAccount, forgetClosedBuyers } from "~/orders/close-account.server";
import { confirmDelivery } from "~/orders/confirm-delivery.server";
import { lapseClaims } from "~/orders/lapse-claims.server";
import { openClaim, type OpenClaim } from "~/orders/open-claim.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { moveOwnClaim } from "~/orders/shopper-claim.server";
import { acceptClaim, type AcceptClaim } from "~/payments/accept-claim.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { getObject } from "~/platform/storage.server";
import { loader as claimPage } from "~/routes/shop/claim";
import { readClaimForm } from "~/routes/shop/claim-form.server";
import { claimWords } from "~/routes/shop/claim-words";
import { photoBytes } from "#tests/builders/catalog";
import { aListingWithStock, type AListing } from "#tests/builders/orders";
import {
  aPaidOrder,
  aStripe,
  clock,
  closeStripe,
  footprint,
  linesOf,
  violations,
  work,
} from "#tests/builders/payments";
import { aCode, aMobile, aShopper } from "#tests/builders/shoppers";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";

let stripe: Sandbox;
let plums: AListing;
let jars: AListing;
let photo: Uint8Array;

beforeAll(async () => {
  stripe = aStripe();
  plums = await aListingWithStock({ lots: [10_000_000] });
  jars = await aListingWithStock({ lots: [10_000_000], perishable: false, cooperativeId: plums.cooperativeId });
  photo = await photoBytes();
});
afterAll(() => closeStripe(stripe));
afterEach(async () => {
  await work(stripe);
  expect(await violations()).toEqual({});
});

const staff = (role: "COOP_MANAGER" | "COOP_PACKER" | "OPERATOR", scopeId = ""): Actor => ({
  userId: newId(),
  displayName: role,
  grants: [{ role, scopeKind: role === "OPERATOR" ? "PLATFORM" : "COOPERATIVE", scopeId }],
});
const manager = () => staff("COOP_MANAGER", plums.cooperativeId);
const operator = staff("OPERATOR");

type Arrived = Awaited<ReturnType<typeof arrived>>;

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

const stateOf = async (id: string) => (await db().claim.findUniqueOrThrow({ where: { id } })).state;
const eventsOf = async (orderId: string) =>
  (await db().orderEvent.findMany({ where: { orderId }, orderBy: { id: "asc" } })).map(({ kind }) => kind);

/** Whether what waits of a line has become payable. */
async function isReleased(orderLineId: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT sum(waiting_fen)::bigint AS fen FROM line_part
    WHERE order_line_id = ${orderLineId}::uuid AND part NOT IN ('PLATFORM_FEE', 'PROCESSING')`;
  return row?.fen === 0n;
}

describe("opening a claim", () => {
  test("keeps the photo private, writes the timeline and tells the shopper, once for one form", async () => {
    const order = await arrived();
    const requestKey = newId();
    const [first, second] = [await claim(order, { requestKey }), await claim(order, { requestKey })];
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
    const order = await arrived();
    const pictures = () => db().media.count({ where: { ownerId: order.orderId } });
    const broken = await claim(order, { photos: [photo, new TextEncoder().encode("no picture")] });
    expect(broken).toMatchObject({ failure: { kind: "photo" } });
    expect(await pictures()).toBe(0);
    const requestKey = newId();
    const [first, second] = await Promise.all([claim(order, { requestKey }), claim(order, { requestKey })]);
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
      const order = await arrived();
      const before = await footprint();
      const refused = await claim(order, { now: addHours(order.at, hours), ...changes });
      expect(refused).toMatchObject({ ok: false, failure: { kind } });
      expect(await db().claim.count({ where: { orderId: order.orderId } })).toBe(0);
      expect(await footprint()).toEqual(before);
    },
  );

  test("what keeps is returned without a reason; what arrived bad is put into words", async () => {
    const order = await arrived();
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
    expect(await claim(order, { ...value })).toMatchObject({ ok: true });
    await expect(claim(order, { words: "" })).rejects.toThrow("claim_words");
    expect(await db().claim.findMany({ where: { orderId: order.orderId }, select: { kind: true } })).toEqual([
      { kind: "RETURN" },
    ]);
  });

  test("is told to who left a mobile number or an e-mail address; a landline receives no short message", async () => {
    const order = await arrived();
    const written = () => db().message.count({ where: { recipient: "055912345678" } });
    await db().order.update({ where: { id: order.orderId }, data: { buyerPhone: "055912345678" } });
    await claimed(order);
    expect(await written()).toBe(0);
    await db().order.update({ where: { id: order.orderId }, data: { buyerEmail: "landline@example.com" } });
    await claimed(order, { orderLineId: order.keeping.id });
    expect(await written()).toBe(0);
    expect(await db().message.count({ where: { channel: "EMAIL", recipient: "landline@example.com" } })).toBe(1);
  });

  test("what keeps may be returned for seven days, without a photo; before it arrived nothing is claimed", async () => {
    const order = await arrived();
    const jar = { orderLineId: order.keeping.id, photos: [], now: addHours(order.at, 167) };
    expect(await claim(order, jar)).toMatchObject({ ok: true });
    expect(await claim(order, jar)).toMatchObject({ failure: { kind: "nothing-left" } });
    const way = await aPaidOrder(stripe, [{ variantId: plums.variantId, quantity: 1 }]);
    const [line] = await linesOf(way.orderId);
    const early = await openClaim({
      access: { token: orderToken(way.orderId) },
      orderId: way.orderId,
      orderLineId: line?.id ?? "",
      quantity: 1,
      words: "还没到",
      photos: [photo],
      requestKey: newId(),
      now: clock.now,
    });
    expect(early).toMatchObject({ failure: { kind: "not-arrived" } });
  });
});

describe("an answer with money", () => {
  test("refunds a part of the line, who bears it by the reason, and ends the claim in one go", async () => {
    const order = await arrived();
    const claimId = await claimed(order);
    expect(await accept(claimId, { reason: "DAMAGE", words: "快递压坏了一半" })).toMatchObject({ ok: true });
    await work(stripe);
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
    expect(await accept(claimId)).toMatchObject({ failure: { kind: "claim", failure: { kind: "not-now" } } });
    expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(1);
  });

  test("two people who accept at once refund once", async () => {
    const order = await arrived();
    const claimId = await claimed(order);
    const results = await Promise.all([accept(claimId), accept(claimId), accept(claimId)]);
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
    const order = await arrived();
    const claimId = await claimed(order);
    const before = await footprint();
    expect(await accept(claimId, changes)).toMatchObject({ ok: false, failure: { kind } });
    expect(await footprint()).toEqual(before);
    expect(await stateOf(claimId)).toBe("OPEN");
  });
});

describe("money of a claimed line", () => {
  test("waits until the claim is closed, while the other lines' becomes payable", async () => {
    const order = await arrived();
    const claimId = await claimed(order);
    await releaseDueShipments({ now: addDays(order.at, 8) });
    expect([await isReleased(order.fresh.id), await isReleased(order.keeping.id)]).toEqual([false, true]);
    expect(await violations()).toEqual({});
    await accept(claimId, { now: addDays(order.at, 9) });
    await work(stripe);
    await releaseDueShipments({ now: addDays(order.at, 9) });
    expect(await isReleased(order.fresh.id)).toBe(true);
    const shipments = await db().shipment.findMany({ where: { orderId: order.orderId } });
    expect(shipments.every(({ releasedAt }) => releasedAt !== null)).toBe(true);
  });

  test("waits after a refusal as long as the shopper may go on", async () => {
    const order = await arrived();
    const claimId = await claimed(order);
    const refusedAt = addDays(order.at, 8);
    await answerClaim({ actor: manager(), claimId, move: "refuse", words: "照片看不出坏果", now: refusedAt });
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
    const order = await arrived();
    const claimId = await claimed(order);
    const now = addHours(order.at, 5);
    const own = { access: order.access, claimId, now };
    expect(await moveOwnClaim({ ...own, move: "escalate" })).toMatchObject({ failure: { kind: "not-now" } });
    expect(await answerClaim({ actor: manager(), claimId, move: "refuse", words: "不同意", now })).toMatchObject({
      ok: true,
    });
    expect(await moveOwnClaim({ ...own, move: "escalate" })).toMatchObject({ ok: true });
    const decision = { move: "decide-accept", reason: "GOODWILL", bearer: "PLATFORM", words: "各让一步", now } as const;
    expect(await accept(claimId, decision)).toMatchObject({ failure: { failure: { kind: "not-found" } } });
    expect(await accept(claimId, { ...decision, actor: operator })).toMatchObject({ ok: true });
    expect(await db().claim.findUniqueOrThrow({ where: { id: claimId } })).toMatchObject({
      state: "ACCEPTED",
      bearer: "PLATFORM",
      answer: "不同意",
      decision: "各让一步",
    });
  });

  test("after 48 hours of silence, and the operator may also say no for good", async () => {
    const order = await arrived();
    const claimId = await claimed(order);
    const silent = { access: order.access, claimId, now: addHours(order.at, 48) };
    expect(await moveOwnClaim({ ...silent, move: "escalate" })).toMatchObject({ ok: true });
    expect(
      await answerClaim({ actor: manager(), claimId, move: "decide-reject", words: "不", now: silent.now }),
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
    const order = await arrived();
    const claimId = await claimed(order);
    const at = addDays(new Date(), -days);
    await answerClaim({ actor: manager(), claimId, move: "refuse", words: "照片看不出坏果", now: at });
    const request = new Request(`http://localhost${paths.shop("en").claim(order.access.token, claimId)}`);
    const page = await claimPage({ request, params: { token: order.access.token, id: claimId }, context: {} });
    const { moves, claim: shown } = await page.json();
    return { moves, isRefusedForGood: shown.isRefusedForGood };
  };
  expect(await refusedSince(1)).toEqual({ moves: ["withdraw", "escalate"], isRefusedForGood: false });
  expect(await refusedSince(3)).toEqual({ moves: [], isRefusedForGood: true });
});

test("a refused claim keeps an account open as long as the shopper may go on, and no longer", async () => {
  const order = await arrived();
  const shopper = await aShopper(aMobile(), order.at);
  const { userId, contact, session } = shopper;
  await db().order.update({ where: { id: order.orderId }, data: { userId } });
  const claimId = await claimed(order);
  const refusedAt = addDays(order.at, 8);
  await answerClaim({ actor: manager(), claimId, move: "refuse", words: "照片看不出坏果", now: refusedAt });
  const close = async (now: Date) => {
    const code = await aCode(contact, "CLOSE", now, userId);
    return closeAccount({ session, contact, code, address: "claims", now });
  };
  expect(await close(addHours(refusedAt, 47))).toEqual({ ok: false, failure: { kind: "orders-under-way", count: 1 } });
  expect(await close(addHours(refusedAt, 48))).toEqual({ ok: true, value: undefined });
});

describe("a return", () => {
  test("is agreed, sent back, received, and then refunded", async () => {
    const order = await arrived();
    const claimId = await claimed(order, { orderLineId: order.keeping.id, photos: [] });
    const now = order.at;
    const agreed = {
      actor: manager(),
      claimId,
      move: "agree-return",
      words: "",
      returnAddress: "昌溪村 1 号",
      now,
    } as const;
    expect(await answerClaim(agreed)).toMatchObject({ ok: true });
    const own = { access: order.access, claimId, now, move: "send-back" } as const;
    expect(await moveOwnClaim({ ...own, carrier: "SF", trackingNumber: "1" })).toMatchObject({
      failure: { kind: "tracking-number" },
    });
    expect(await moveOwnClaim({ ...own, carrier: "SF", trackingNumber: "SF123456789012" })).toMatchObject({ ok: true });
    expect(await accept(claimId)).toMatchObject({ failure: { failure: { kind: "not-now" } } });
    const received = await accept(claimId, {
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
    const order = await arrived();
    const claimId = await claimed(order, { orderLineId: order.keeping.id, photos: [] });
    await answerClaim({
      actor: manager(),
      claimId,
      move: "agree-return",
      words: "",
      returnAddress: "昌溪村",
      now: order.at,
    });
    const stock = async () => (await db().lot.findUniqueOrThrow({ where: { id: jars.lotIds[0] ?? "" } })).available;
    const before = await stock();
    const received = { move: "receive-return", reason: "RETURNED", amountFen: order.keeping.chargedFen } as const;
    expect(await accept(claimId, { ...received, packsToStock: 2 })).toMatchObject({
      failure: { failure: { kind: "too-many-back", most: 1 } },
    });
    expect([await stock(), await stateOf(claimId)]).toEqual([before, "RETURN_AGREED"]);

    expect(await accept(claimId, { ...received, packsToStock: 1 })).toMatchObject({ ok: true });
    expect(await stock()).toBe(before + order.keeping.packQuantity);
    expect(await eventsOf(order.orderId)).toContain("RESTOCKED");
    expect(await accept(claimId, { ...received, packsToStock: 1 })).toMatchObject({ ok: false });
    expect(await stock()).toBe(before + order.keeping.packQuantity);
    // What came back can be bought again: the books still add up (violations are asked for after each test).
    const again = await aPaidOrder(stripe, [{ variantId: jars.variantId, quantity: 1 }]);
    expect(await linesOf(again.orderId)).toHaveLength(2);
  });

  test("goods that did not come back are not put on stock", async () => {
    const order = await arrived();
    const claimId = await claimed(order, { orderLineId: order.keeping.id, photos: [] });
    const accepted = await accept(claimId, { reason: "QUALITY", amountFen: 100n, packsToStock: 1 });
    expect(accepted).toMatchObject({ failure: { failure: { kind: "too-many-back" } } });
    expect(await stateOf(claimId)).toBe("OPEN");
  });

  test("that is not sent back within a week is closed by the clock, and the money goes on", async () => {
    const order = await arrived();
    const claimId = await claimed(order, { orderLineId: order.keeping.id, photos: [] });
    await answerClaim({
      actor: manager(),
      claimId,
      move: "agree-return",
      words: "",
      returnAddress: "昌溪村",
      now: order.at,
    });
    await lapseClaims({ now: addHours(order.at, 167) });
    expect(await stateOf(claimId)).toBe("RETURN_AGREED");
    await lapseClaims({ now: addDays(order.at, 7) });
    expect(await stateOf(claimId)).toBe("LAPSED");
    await releaseDueShipments({ now: addDays(order.at, 7) });
    expect(await isReleased(order.keeping.id)).toBe(true);
  });

  test("of fresh goods there is none: nobody sends rotten plums back", async () => {
    const order = await arrived();
    const claimId = await claimed(order);
    const agreed = await answerClaim({
      actor: manager(),
      claimId,
      move: "agree-return",
      words: "",
      returnAddress: "昌溪村",
      now: order.at,
    });
    expect(agreed).toMatchObject({ failure: { kind: "not-now" } });
    expect(await moveOwnClaim({ access: order.access, claimId, now: order.at, move: "withdraw" })).toMatchObject({
      ok: true,
    });
  });
});

test("a closed account's claim loses its words and pictures with the buyer, three years later and not before", async () => {
  const order = await arrived();
  const claimId = await claimed(order);
  expect(await accept(claimId)).toMatchObject({ ok: true });
  const photos = await db().claimPhoto.findMany({ where: { claimId }, select: { mediaId: true } });
  const file = mediaKey(photos[0]?.mediaId ?? "", "375.webp");
  const userId = newId();
  const at = { createdAt: order.at, closedAt: order.at, disabledAt: order.at };
  await db().user.create({ data: { id: userId, loginName: `closed-${userId}`, displayName: "—", ...at } });
  await db().order.update({ where: { id: order.orderId }, data: { userId } });
  const left = async () => {
    const { words, refundId } = await db().claim.findUniqueOrThrow({ where: { id: claimId } });
    const pictures = await db().claimPhoto.count({ where: { claimId } });
    return { words, pictures, hasFile: (await getObject(file)) !== undefined, isRefunded: refundId !== null };
  };

  const kept = { words: "一箱烂了一半", pictures: 1, hasFile: true, isRefunded: true };
  await forgetClosedBuyers({ now: addDays(order.at, 3 * 365 - 10) });
  expect(await left()).toEqual(kept);
  await expect(db().claimPhoto.deleteMany({ where: { claimId } })).rejects.toThrow("the pictures of a claim stay");
  await expect(db().claim.update({ where: { id: claimId }, data: { words: "—" } })).rejects.toThrow();
  expect(await left()).toEqual(kept);

  await forgetClosedBuyers({ now: addDays(order.at, 3 * 366) });
  expect(await left()).toEqual({ words: "—", pictures: 0, hasFile: false, isRefunded: true });
});
