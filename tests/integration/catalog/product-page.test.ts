import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays } from "~/kernel/period";
import { decideReview } from "~/orders/decide-review.server";
import { markPaid } from "~/orders/mark-paid.server";
import { writeReview } from "~/orders/write-review.server";
import { db, withTransaction } from "~/platform/db.server";
import { anOperator } from "#tests/builders/access";
import { aListingWithStock, aMarket, anOrder, NOW, type AListing } from "#tests/builders/orders";
import { pageFrom, startWebServer, type WebServer } from "#tests/setup/web-server";

// The page as a browser gets it, from the whole server.
let server: WebServer;
let listing: AListing;

beforeAll(async () => {
  await aMarket();
  listing = await aListingWithStock({ deliveredTo: ["31", "34"], freightFen: 850n });
  server = await startWebServer();
}, 120_000);

afterAll(() => server?.stop());

const page = (path: string) => pageFrom(server, path);

test("what sending costs to every province stands on the page before anything is in the cart", async () => {
  const html = await page(`/p/${listing.slug}`);
  const table = /<summary>各省运费<\/summary>.*?<\/details>/s.exec(html)?.[0].replace(/<[^>]+>/g, " ") ?? "";
  expect(table).toMatch(/上海、安徽\s+3 公斤内\s+¥8\.50\s+每 1 公斤\s+¥2\.00/);
  expect(table).toMatch(/不配送：北京、天津、.*新疆。/);
  const english = await page(`/en/p/${listing.slug}`);
  expect(english).toContain("Shanghai, Anhui");
  expect(english).toMatch(/Not delivered to: Beijing, .*Xinjiang\./);

  const zone = await db().freightZone.findFirstOrThrow({ where: { template: { zones: { some: {} } } } });
  const templateId = zone.templateId;
  await db().freightZone.updateMany({ where: { templateId }, data: { freeAboveFen: 9_900n } });
  const far = { ...zone, position: 1, provinces: ["54"], firstFen: 2_600n, freeAboveFen: null };
  await db().freightZone.create({ data: far });
  await db().freightZone.create({ data: { ...far, position: 2, provinces: ["65"], delivered: false } });
  const changed = (await page(`/p/${listing.slug}`)).replace(/<[^>]+>/g, " ");
  expect(changed).toContain("¥99.00");
  expect(changed).toMatch(/西藏\s+3 公斤内\s+¥26\.00/);
  expect(changed).toMatch(/不配送：.*新疆。/);
  expect(changed).not.toMatch(/不配送：.*西藏/);
});

test("all reviews can be read, six a page, without losing the pack that was chosen", async () => {
  const { actor } = await anOperator();
  for (let index = 0; index < 8; index++) {
    const order = await anOrder([{ variantId: listing.variantId, quantity: 1 }]);
    await withTransaction("test", (tx) => markPaid(tx, { orderId: order.id, paidAt: NOW }));
    const arrived = { packedAt: NOW, shippedAt: NOW, deliveredAt: NOW, claimUntil: addDays(NOW, 2) };
    await db().shipment.updateMany({ where: { orderId: order.id }, data: { state: "DELIVERED", ...arrived } });
    const line = await db().orderLine.findFirstOrThrow({ where: { orderId: order.id, kind: "GOODS" } });
    const now = new Date(NOW.getTime() + index * 60_000);
    const words = `第 ${index} 条：很新鲜，分量足，包装也好。`;
    const review = { token: order.token, orderLineId: line.id, stars: 5, words, tags: [], photos: [], now };
    const written = await writeReview({ ...review, locale: "zh" });
    if (!written.ok) throw new Error(written.failure.kind);
    await decideReview({ actor, reviewId: written.value.reviewId, writtenAt: now, refusal: undefined, now });
  }
  const shown = (html: string) => [...html.matchAll(/第 (\d) 条：[^<"]*<\/p>/g)].map((found) => Number(found[1]));
  // Each order moved the stock, so nothing that was read before is shown.
  const first = await page(`/p/${listing.slug}?variant=${listing.variantId}&reviews=1`);
  expect(shown(first)).toEqual([7, 6, 5, 4, 3, 2]);
  expect(first).toContain("8 条评价");
  expect(first).toContain(`href="/p/${listing.slug}?variant=${listing.variantId}&amp;reviews=2#reviews"`);
  const second = await page(`/p/${listing.slug}?reviews=2`);
  expect(shown(second)).toEqual([1, 0]);
  expect(second).toContain(`href="/p/${listing.slug}#reviews"`);
  expect(await page(`/en/p/${listing.slug}?reviews=9`)).toContain("There is nothing on this page.");
  expect(shown(await page(`/p/${listing.slug}?reviews=-1&quantity=2`))).toHaveLength(6);
});

test("what is off sale stays readable, but is no offer and not to be found", async () => {
  const offered = await page(`/p/${listing.slug}`);
  expect(offered).toContain('"@type":"Offer"');
  expect(offered).not.toMatch(/<meta name="robots"/);
  await db().listing.update({ where: { id: listing.listingId }, data: { status: "UNPUBLISHED" } });
  const gone = await page(`/p/${listing.slug}`);
  expect(gone).toContain("已下架");
  expect(gone).toMatch(/<meta name="robots" content="noindex[^"]*"/);
  expect(gone).not.toContain('"@type":"Offer"');
  await db().listing.update({ where: { id: listing.listingId }, data: { status: "PUBLISHED" } });
});
