import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { aListingWithStock, aMarket, type AListing } from "#tests/builders/orders";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { startWebServer, type WebServer } from "#tests/setup/web-server";

// What stands on the pages from the card in a list to the checkout, as a browser gets them from the whole server.
let server: WebServer;
let listing: AListing;

beforeAll(async () => {
  await aMarket();
  listing = await aListingWithStock({ name: "昌溪青梅", deliveredTo: ["31"] });
  const pack = await db().variant.findUniqueOrThrow({ where: { id: listing.variantId } });
  await db().variant.create({ data: { ...pack, id: newId(), position: 1, quantity: 5_000, priceFen: 7_500n } });
  server = await startWebServer();
}, 120_000);

afterAll(() => server?.stop());

const text = async (answer: Response) => (await answer.text()).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(server.origin + path, { headers, signal: AbortSignal.timeout(60_000) });
}

function post(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields);
  const signal = AbortSignal.timeout(60_000);
  return fetch(server.origin + path, {
    method: "POST",
    headers: { Origin: server.origin },
    body,
    redirect: "manual",
    signal,
  });
}

test("a card of several packs says in both languages that its price is the lowest", async () => {
  expect(await text(await get("/search"))).toContain("¥39.90 5斤装 起");
  expect(await text(await get("/en/search"))).toContain("from ¥39.90 2.5 kg box");
});

test("a checkout that is refused at its fields says that nothing was placed and nothing paid", async () => {
  const single = { variant: listing.variantId, quantity: "1" };
  const sent = { ...single, checkoutKey: newId(), intent: "place", province: "54", promotion: "NONE" };
  const refused = await post(`/checkout?${new URLSearchParams(single)}`, sent);
  expect(refused.status).toBe(422);
  expect(await text(refused)).toContain("订单没有提交，没有扣款。请先改正以下问题");
  const english = await post(`/en/checkout?${new URLSearchParams(single)}`, { ...sent, checkoutKey: newId() });
  expect(await text(english)).toContain("The order was not placed and nothing was charged.");
  expect(await db().order.count()).toBe(0);
});

test("a cart whose parcel cannot be sent shows a total that says it is without freight", async () => {
  const added = await post("/cart", { intent: "add", variant: listing.variantId, quantity: "1" });
  const Cookie = added.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
  expect(await text(await get("/cart?province=54", { Cookie }))).toContain("合计（不含运费） ¥39.90");
  const reached = await text(await get("/cart?province=31", { Cookie }));
  expect(reached).toContain("合计 ¥47.90");
  expect(reached).not.toContain("不含运费");
});

test("a lot's page introduces itself where somebody shares it, and stays out of search engines", async () => {
  const cooperativeId = await anApprovedCooperative({ name: "昌溪合作社" });
  const productId = await aProduct({ name: "猕猴桃" });
  const householdId = await aMember(cooperativeId, { headName: "王守密" });
  const lot = await aSealedLot(cooperativeId, [await anIntake({ cooperativeId, productId, householdId })]);
  const html = await (await get(`/en/t/${lot.code}`)).text();
  expect(html).toMatch(/<meta name="description" content="[^"]*harvested 18 Nov 2026, lot [^"]*"/);
  expect(html).toMatch(/<meta property="og:title" content="Lot [^"]+"/);
  expect(html).toMatch(/<link rel="alternate" hrefLang="zh-CN" href="[^"]*\/t\//i);
  expect(html).toContain('<meta name="robots" content="noindex"');
});

test("the map for search engines names the notices and how to join", async () => {
  const map = await (await get("/sitemap.xml")).text();
  for (const path of ["/notices", "/en/notices", "/join", "/en/join"]) {
    expect(map).toContain(`<loc>${server.origin}${path}</loc>`);
  }
});
