import { beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { answerReview } from "~/orders/answer-review.server";
import { decideReview } from "~/orders/decide-review.server";
import { markPaid } from "~/orders/mark-paid.server";
import { listingReviews, reviewsInState, reviewsOfSellers } from "~/orders/review-store.server";
import { writeReview } from "~/orders/write-review.server";
import { db, withTransaction } from "~/platform/db.server";
import { action as reviewAction } from "~/routes/shop/review";
import { anOperator, aPerson } from "#tests/builders/access";
import { photoBytes } from "#tests/builders/catalog";
import { aListingWithStock, aMarket, anOrder, NOW, type AListing } from "#tests/builders/orders";
import { letGoTogether } from "#tests/setup/locks";

beforeAll(aMarket);

const WORDS = "很新鲜，分量足，包装也好，下次还买。";

async function received(listing: AListing, { delivered = true } = {}) {
  const order = await anOrder([{ variantId: listing.variantId, quantity: 1 }]);
  await withTransaction("test", (tx) => markPaid(tx, { orderId: order.id, paidAt: NOW }));
  if (delivered) {
    const data = { state: "DELIVERED", packedAt: NOW, shippedAt: NOW, deliveredAt: NOW, claimUntil: addDays(NOW, 2) };
    await db().shipment.updateMany({ where: { orderId: order.id }, data });
  }
  const goods = await db().orderLine.findFirstOrThrow({ where: { orderId: order.id, kind: "GOODS" } });
  return { token: order.token, orderId: order.id, orderLineId: goods.id };
}

type Written = Parameters<typeof writeReview>[0];
function review(bought: { token: string; orderLineId: string }, options: Partial<Written> = {}) {
  const { token, orderLineId } = bought;
  return writeReview({
    token,
    orderLineId,
    stars: 5,
    words: WORDS,
    tags: [],
    photos: [],
    locale: "zh",
    now: NOW,
    ...options,
  });
}

async function idOf(bought: { token: string; orderLineId: string }, options: Partial<Written> = {}): Promise<string> {
  const written = await review(bought, options);
  if (!written.ok) throw new Error(written.failure.kind);
  return written.value.reviewId;
}

test("only goods that arrived are reviewed, once, by the order's own link", async () => {
  const listing = await aListingWithStock();
  const waiting = await received(listing, { delivered: false });
  expect(await review(waiting)).toEqual({ ok: false, failure: { kind: "not-delivered" } });
  const [mine, theirs] = [await received(listing), await received(listing)];
  expect(await review({ token: theirs.token, orderLineId: mine.orderLineId })).toEqual({
    ok: false,
    failure: { kind: "not-found" },
  });
  const freight = await db().orderLine.findFirstOrThrow({ where: { orderId: mine.orderId, kind: "FREIGHT" } });
  expect(await review({ token: mine.token, orderLineId: freight.id })).toMatchObject({
    failure: { kind: "not-found" },
  });
  const both = await Promise.all([review(mine), review(mine)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await review(mine)).toEqual({ ok: false, failure: { kind: "already" } });
  expect(await db().review.count({ where: { listingId: listing.listingId } })).toBe(1);
});

test("a review shows once the platform has read it, with its photos; a decision taken back hides both", async () => {
  const listing = await aListingWithStock();
  const operator = await anOperator();
  const photos = [await photoBytes(), await photoBytes({ color: "#33aa55" })];
  const reviewId = await idOf(await received(listing), { photos, stars: 4 });
  const second = await idOf(await received(listing), { stars: 5 });
  const shown = () => listingReviews(db(), listing.listingId);
  const publicPhotos = () => db().media.count({ where: { reviewPhoto: { reviewId }, public: true } });
  expect(await shown()).toMatchObject({ count: 0, averageTenths: null, tags: [], latest: [], page: { total: 0 } });
  expect(await publicPhotos()).toBe(0);

  const { actor } = operator;
  for (const id of [reviewId, second])
    await decideReview({ actor, reviewId: id, writtenAt: NOW, refusal: undefined, now: NOW });
  const answer = await shown();
  expect(answer).toMatchObject({ count: 2, averageTenths: 45 });
  const withPhotos = answer.latest.find(({ id }) => id === reviewId);
  expect(withPhotos).toMatchObject({ authorName: "张**", stars: 4, words: WORDS, day: "2026-11-20" });
  expect(withPhotos?.photos).toHaveLength(2);
  expect(JSON.stringify(answer)).not.toContain("13800000000");

  await decideReview({ actor, reviewId, writtenAt: NOW, refusal: "含有广告", now: NOW });
  expect(await shown()).toMatchObject({ count: 1, averageTenths: 50 });
  expect(await publicPhotos()).toBe(0);
  expect(await db().$queryRaw`SELECT * FROM invariant_review_photo_waits`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_review_of_what_arrived`).toEqual([]);
});

test("nobody but the operator decides, and a refusal has a reason", async () => {
  const reviewId = await idOf(await received(await aListingWithStock()));
  const stranger = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: newId() }] });
  const decide = (actor: typeof stranger.actor, refusal?: string) =>
    decideReview({ actor, reviewId, writtenAt: NOW, refusal, now: NOW });
  expect(await decide(stranger.actor)).toMatchObject({ failure: { kind: "not-allowed" } });
  const { actor } = await anOperator();
  expect(await decide(actor, "  ")).toMatchObject({ failure: { kind: "no-reason" } });
  expect(await db().review.findUniqueOrThrow({ where: { id: reviewId } })).toMatchObject({ state: "PENDING" });
});

test("a file that is no photo is refused, and no review is kept", async () => {
  const bought = await received(await aListingWithStock());
  const refused = await review(bought, { photos: [new TextEncoder().encode("<svg onload=alert(1)>")] });
  expect(refused).toMatchObject({ failure: { kind: "photo", failure: { kind: "not-a-photo" } } });
  expect(await db().review.count({ where: { orderLineId: bought.orderLineId } })).toBe(0);
  expect(await review(bought)).toMatchObject({ ok: true });
});

test("the seller answers what is shown of its own, and nothing else", async () => {
  const listing = await aListingWithStock();
  const reviewId = await idOf(await received(listing));
  const seller = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: listing.cooperativeId }] });
  const other = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: newId() }] });
  const answer = (actor: typeof seller.actor, text = "谢谢您！") =>
    answerReview({ actor, reviewId, answer: text, now: NOW });
  expect(await answer(seller.actor)).toMatchObject({ failure: { kind: "not-found" } });
  await decideReview({ actor: (await anOperator()).actor, reviewId, writtenAt: NOW, refusal: undefined, now: NOW });
  expect(await answer(other.actor)).toMatchObject({ failure: { kind: "not-found" } });
  expect(await answer(seller.actor, " ")).toMatchObject({ failure: { kind: "words" } });
  expect(await answer(seller.actor)).toMatchObject({ ok: true });
  const scope = { cooperativeIds: [listing.cooperativeId], servicePointIds: [] };
  const page = { number: 1, size: 10 };
  expect((await reviewsOfSellers(db(), scope, page)).rows).toMatchObject([{ id: reviewId, answer: "谢谢您！" }]);
  expect((await reviewsOfSellers(db(), { ...scope, cooperativeIds: [newId()] }, page)).total).toBe(0);
  const pending = await reviewsInState(db(), "PENDING", page);
  expect(pending.rows.every(({ id }) => id !== reviewId)).toBe(true);
});

test("a seller who answers while the platform takes the review down hears that it is not shown", async () => {
  const listing = await aListingWithStock();
  const reviewId = await idOf(await received(listing));
  const decision = { actor: (await anOperator()).actor, reviewId, writtenAt: NOW, now: NOW };
  await decideReview({ ...decision, refusal: undefined });
  const { actor } = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: listing.cooperativeId }] });
  const answers = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT 1 FROM review WHERE id = ${reviewId}::uuid FOR UPDATE`,
    () => decideReview({ ...decision, refusal: "含有广告" }),
    () => answerReview({ actor, reviewId, answer: "谢谢您！", now: NOW }),
  );
  expect(answers).toEqual([
    { ok: true, value: undefined },
    { ok: false, failure: { kind: "not-found" } },
  ]);
  expect(await db().review.findUniqueOrThrow({ where: { id: reviewId } })).toMatchObject({ answer: null });
});

test("what was refused may be written anew, waits again, and is decided only by who has read the new words", async () => {
  const listing = await aListingWithStock();
  const bought = await received(listing);
  const { actor } = await anOperator();
  const reviewId = await idOf(bought, { words: "联系我有优惠，电话见照片。", photos: [await photoBytes()] });
  const decide = (writtenAt: Date, refusal?: string) => decideReview({ actor, reviewId, writtenAt, refusal, now: NOW });
  expect(await decide(NOW, "含有广告")).toMatchObject({ ok: true });

  const later = addDays(NOW, 1);
  expect(await idOf(bought, { photos: [await photoBytes({ color: "#33aa55" })], now: later })).toBe(reviewId);
  const row = () => db().review.findUniqueOrThrow({ where: { id: reviewId }, include: { photos: true } });
  expect(await row()).toMatchObject({ state: "PENDING", words: WORDS, refusal: null, decidedAt: null });
  expect((await row()).photos).toHaveLength(1);
  expect(await db().media.count({ where: { kind: "REVIEW", ownerId: bought.orderId } })).toBe(1);

  expect(await decide(NOW)).toEqual({ ok: false, failure: { kind: "rewritten" } });
  expect((await row()).state).toBe("PENDING");
  expect(await decide(later)).toMatchObject({ ok: true });
  expect(await review(bought, { now: addDays(NOW, 2) })).toEqual({ ok: false, failure: { kind: "already" } });
  expect(await listingReviews(db(), listing.listingId)).toMatchObject({ count: 1, latest: [{ words: WORDS }] });
});

test("what buyers tick is counted of the reviews that show, most often first, and goes with a review written anew", async () => {
  const listing = await aListingWithStock();
  const { actor } = await anOperator();
  const bought = [await received(listing), await received(listing), await received(listing), await received(listing)];
  const said = [["FRESH", "SLOW"], ["SLOW"], ["AMPLE", "FRESH", "SLOW"], ["NOT_FRESH"]] as const;
  const ids = await Promise.all(bought.map((one, index) => idOf(one, { tags: said[index] ?? [] })));
  const tags = async () => (await listingReviews(db(), listing.listingId)).tags;
  expect(await tags()).toEqual([]);
  for (const reviewId of ids.slice(0, 3))
    await decideReview({ actor, reviewId, writtenAt: NOW, refusal: undefined, now: NOW });
  expect(await tags()).toEqual([
    { tag: "SLOW", count: 3 },
    { tag: "FRESH", count: 2 },
    { tag: "AMPLE", count: 1 },
  ]);

  const [first = ""] = ids;
  await decideReview({ actor, reviewId: first, writtenAt: NOW, refusal: "含有广告", now: NOW });
  const later = addDays(NOW, 1);
  if (bought[0]) await idOf(bought[0], { tags: ["DAMAGED"], now: later });
  await decideReview({ actor, reviewId: first, writtenAt: later, refusal: undefined, now: later });
  expect(await tags()).toEqual([
    { tag: "SLOW", count: 2 },
    { tag: "FRESH", count: 1 },
    { tag: "AMPLE", count: 1 },
    { tag: "DAMAGED", count: 1 },
  ]);
});

test("the page's form refuses words that are not of the list and more than three, at the field, and keeps what was ticked", async () => {
  const bought = await received(await aListingWithStock());
  const send = async (tags: readonly string[]) => {
    const body = new FormData();
    body.set("stars", "4");
    body.set("words", WORDS);
    for (const tag of tags) body.append("tags", tag);
    const url = `http://shop.test/orders/${bought.token}/review?line=${bought.orderLineId}`;
    return reviewAction({
      request: new Request(url, { method: "POST", body }),
      params: { token: bought.token },
      context: {},
    });
  };
  for (const tags of [["CHEAP"], ["FRESH", "TASTY", "AMPLE", "FAST"]]) {
    const answer = await send(tags);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      errors: { tags: ["印象只能从这些词里选，最多三个"] },
      typed: { tags: tags.filter((tag) => tag !== "CHEAP") },
    });
  }
  expect(await db().review.count({ where: { orderLineId: bought.orderLineId } })).toBe(0);
  expect((await send(["SLOW", "FRESH"])).status).toBe(302);
  const kept = await db().review.findUniqueOrThrow({ where: { orderLineId: bought.orderLineId } });
  expect(kept).toMatchObject({ stars: 4, tags: ["FRESH", "SLOW"], state: "PENDING" });
});
