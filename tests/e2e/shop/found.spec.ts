import type { APIRequestContext } from "@playwright/test";
import { expect, runFacts, test } from "../fixtures";
import { ask, wellStocked } from "./shopping";

// What search engines, chats and other programs read of the shop.

const own = () => new URL(runFacts().url);

async function structured(request: APIRequestContext, address: string): Promise<Record<string, unknown>[]> {
  const html = await (await request.get(address)).text();
  const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  return blocks.map((block) => JSON.parse(block[1] ?? "") as Record<string, unknown>);
}

test("a product tells its present prices, whether each pack is there, and the way to it", async ({ request }) => {
  const [goods] = await wellStocked();
  const packs = await ask<{ id: string; yuan: string }>(
    "SELECT id, (price_fen / 100.0)::numeric(12,2)::text AS yuan FROM variant WHERE listing_id = $1 AND active",
    [goods?.id],
  );
  const [product, breadcrumb] = await structured(request, `/p/${goods?.slug}`);
  expect(product).toMatchObject({ "@type": "Product", name: goods?.title, countryOfOrigin: "CN" });
  const offers = product?.["offers"] as { sku: string; price: string; availability: string; priceCurrency: string }[];
  expect(Object.fromEntries(offers.map(({ sku, price }) => [sku, price]))).toEqual(
    Object.fromEntries(packs.map(({ id, yuan }) => [id, yuan])),
  );
  expect(offers[0]).toMatchObject({ priceCurrency: "CNY", availability: "https://schema.org/InStock" });
  expect(breadcrumb).toMatchObject({ "@type": "BreadcrumbList" });
  expect(breadcrumb?.["itemListElement"]).toHaveLength(3);
});

test("every page worth finding names itself whole, in both languages", async ({ page }) => {
  const [goods] = await wellStocked();
  for (const path of ["/", "/c/fruit", `/p/${goods?.slug}`, "/villages", "/v/341021203201", "/how-money-is-split"]) {
    for (const address of [path, path === "/" ? "/en" : `/en${path}`]) {
      await page.goto(address);
      const href = (selector: string) => page.locator(`head ${selector}`).getAttribute("href");
      const { origin } = own();
      expect(new URL((await href("link[rel=canonical]")) ?? "").pathname).toBe(address);
      expect(await href('link[hreflang="en"]')).toMatch(/\/en/);
      expect(await href('link[hreflang="zh-CN"]')).toBe(await href('link[hreflang="x-default"]'));
      const content = (name: string) => page.locator(`head meta[property="${name}"]`).getAttribute("content");
      expect((await content("og:title"))?.length, address).toBeGreaterThan(1);
      expect((await content("og:description"))?.length, address).toBeGreaterThan(10);
      const addresses = await page
        .locator("head link[href^=http], head meta[content^=http]")
        .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("content") ?? ""));
      expect(addresses.length).toBeGreaterThan(3);
      const hosts = new Set(addresses.map((one) => new URL(one).hostname));
      expect([...hosts], "nothing from another host").toHaveLength(1);
      expect(["localhost", new URL(origin).hostname]).toContain([...hosts][0]);
    }
  }
});

test("filtered lists are not to be indexed, the list itself is", async ({ page }) => {
  await page.goto("/c/fruit");
  await expect(page.locator('meta[name="robots"]')).toHaveCount(0);
  await page.goto("/c/fruit?sort=price");
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", "noindex, follow");
});

test("robots are shown the map, and the map leads to pages that are there", async ({ request }) => {
  const robots = await (await request.get("/robots.txt")).text();
  expect(robots).toContain("Disallow: /gov");
  expect(robots).toMatch(/^Sitemap: http.*\/sitemap\.xml$/m);
  const map = await request.get("/sitemap.xml");
  expect(map.headers()["content-type"]).toContain("xml");
  const addresses = [...(await map.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1] ?? ""));
  const [onSale] = await ask<{ count: number }>(
    `SELECT count(*)::int AS count FROM listing l LEFT JOIN cooperative c ON c.id = l.seller_id
     WHERE l.status = 'PUBLISHED' AND (l.seller_kind = 'HOUSEHOLD' OR c.status = 'APPROVED')`,
  );
  expect(addresses.filter(({ pathname }) => pathname.startsWith("/p/"))).toHaveLength(onSale?.count ?? 0);
  expect(addresses.some(({ pathname }) => /\/(coop|gov|ops|cart|orders)/.test(pathname))).toBe(false);
  const kinds = new Map(addresses.map((address) => [address.pathname.replace(/\/[\w-]+$/, "/…"), address]));
  for (const { pathname } of kinds.values()) expect((await request.get(pathname)).status(), pathname).toBe(200);
  expect((await request.get("/sitemap.xml?part=7")).status()).toBe(404);
});

test("the feed holds all that is for sale, at the price of the database, and nobody's name", async ({ request }) => {
  const answer = await request.get("/feeds/products.json");
  const feed = (await answer.json()) as { items: { id: string; price: string }[]; next: string | null };
  expect(feed.next).toBeNull();
  const prices = await ask<{ id: string; yuan: string }>(
    `SELECT listing_id AS id, (min(price_fen) / 100.0)::numeric(12,2)::text AS yuan FROM variant WHERE active GROUP BY 1`,
  );
  const priceOf = new Map(prices.map(({ id, yuan }) => [id, yuan]));
  expect(feed.items.length).toBeGreaterThan(20);
  for (const item of feed.items) expect(item.price).toBe(priceOf.get(item.id));
  expect((await request.get("/feeds/products.json?after=zzz")).status()).toBe(200);
  const people = await ask<{ head: string }>("SELECT head_name AS head FROM household");
  const text = await answer.text();
  for (const { head } of people) expect(text).not.toContain(head);
});
