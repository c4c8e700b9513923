import { afterAll, beforeAll, expect, test } from "vitest";
import { aListingWithStock, aMarket } from "#tests/builders/orders";
import { pageFrom, startWebServer, type WebServer } from "#tests/setup/web-server";
import { makeThemDiffer } from "./counted-choices";

// The page as a browser gets it, from the whole server. Without an engine: what it finds is tested beside this.
let server: WebServer;

beforeAll(async () => {
  await aMarket();
  const listings = [];
  for (const name of ["昌溪青梅", "高山猕猴桃", "里坪海椒干", "孔雀魔芋粉"])
    listings.push(await aListingWithStock({ name }));
  await makeThemDiffer(listings);
  server = await startWebServer();
}, 120_000);

afterAll(() => server?.stop());

const page = (path: string) => pageFrom(server, path);

/** an option as it stands in the page: its label, and whether it can be chosen */
function option(html: string, value: string): { label: string; disabled: boolean } | undefined {
  const found = new RegExp(`<option([^>]*) value="${value}"([^>]*)>([^<]*)</option>`).exec(html);
  return found ? { label: found[3] ?? "", disabled: /disabled/.test(`${found[1]}${found[2]}`) } : undefined;
}

test("filters say how many each choice leaves; what leaves none cannot be chosen", async () => {
  const all = await page("/search");
  expect(option(all, "nuts")).toEqual({ label: "坚果（2）", disabled: false });
  expect(option(all, "fruit")).toEqual({ label: "水果（2）", disabled: false });
  expect(option(all, "SC")).toMatchObject({ disabled: true });
  expect(all).toContain("只看当季（3）");
  const nuts = await page("/en/search?category=nuts&certificate=SC");
  expect(option(nuts, "fruit"), "of the other choices, not of its own").toEqual({ label: "Fruit (0)", disabled: true });
  expect(option(nuts, "SC"), "what is chosen stays").toMatchObject({
    label: expect.stringContaining("(0)"),
    disabled: false,
  });
});

test("a page beyond the end says so and leads to the first", async () => {
  const beyond = await page("/search?q=昌溪&page=9");
  expect(beyond).toContain("这一页没有内容。");
  expect(beyond).toContain(`href="/search?q=${encodeURIComponent("昌溪")}"`);
  expect(await page("/en/c/nuts?page=9")).toMatch(/There is nothing on this page\..*href="\/en\/c\/nuts"/s);
  expect(await page("/search")).not.toContain("这一页没有内容");
});

test("clearing all filters of a category leads to the category", async () => {
  expect(await page("/c/nuts?stock=1")).toMatch(/<a class="chip" href="\/c\/nuts">全部清除/);
  expect(await page("/search?stock=1")).toMatch(/<a class="chip" href="\/search">全部清除/);
});

test("initials are found, and a typo in letters is offered as what it most likely meant", async () => {
  const found = await page("/search?q=mht");
  expect(found).toContain("共 1 种");
  expect(found).toContain("高山猕猴桃");
  const typo = await page("/search?q=mihotao");
  expect(typo).toMatch(/您是不是要找.*?<a href="\/search\?q=[^"]+">高山猕猴桃<\/a>？/s);
});

test("a code of nothing on sale is named in words, not by its number", async () => {
  const odd = await page("/search?category=none-such&area=511124");
  expect(odd).toContain("没有在售的分类");
  expect(odd).toContain("没有在售的产地");
  expect(odd).not.toMatch(/<span>(none-such|511124)<\/span>/);
});
