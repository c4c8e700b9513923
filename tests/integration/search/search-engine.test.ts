import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { refreshListingShares } from "~/benefits/refresh-listing-shares.server";
import { unpublishListing } from "~/catalog/unpublish-listing.server";
import { db, withTransaction } from "~/platform/db.server";
import { drainOutbox, enqueue } from "~/platform/outbox.server";
import { indexListing, rebuildListingIndex } from "~/search/listing-index.server";
import { searchListings } from "~/search/search-listings.server";
import { countChoices } from "~/search/choice-counts.server";
import { idsSaying } from "~/search/said-in-names.server";
import { searchQueryOf } from "~/search/search-query";
import { aListingWithStock, aMarket, NOW, type AListing } from "#tests/builders/orders";
import { personalNumbersIn } from "#tests/builders/personal-numbers";
import { expectCountsOfTheLists, LISTS, makeThemDiffer } from "./counted-choices";
import { freePort } from "../../../scripts/infra/postgres.mjs";
import { searchProgram, startSearch } from "../../../scripts/infra/search.mjs";

const NAMES = [
  "昌溪青梅酒礼盒",
  "昌溪绿梅鲜果",
  "高山猕猴桃",
  "里坪海椒干",
  "孔雀魔芋粉",
  "茂林土鸡蛋",
  "仁岗朝天椒",
  "黄丹绿茶",
  "双源土蜂蜜",
  "万二山核桃",
  "孔雀村荞麦面",
  "黑芝麻油",
  "高山洋芋",
  "杨梅汁",
];
const KEY = "test-master-key-of-32-characters";

// The engine's binary exists for Linux on x64; elsewhere the product itself runs on PostgreSQL.
describe.runIf(searchProgram() !== undefined)("search by the engine", () => {
  const listings = new Map<string, AListing>();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-meili-"));
  let child: { kill: (signal: NodeJS.Signals) => void } | undefined;

  beforeAll(async () => {
    const port: number = await freePort();
    const started = await startSearch({ dir, port, key: KEY });
    child = started.child;
    Object.assign(process.env, { MEILI_URL: started.url, MEILI_KEY: KEY });
    await aMarket();
    for (const [index, name] of NAMES.entries()) {
      listings.set(name, await aListingWithStock({ name, priceFen: BigInt(1_000 * (index + 1)) }));
    }
    expect(await rebuildListingIndex(NOW)).toBe(NAMES.length);
  });

  afterAll(() => {
    child?.kill("SIGKILL");
    fs.rmSync(dir, { recursive: true, force: true });
  });

  async function find(parameters: Record<string, string>) {
    const found = await searchListings(searchQueryOf(new URLSearchParams(parameters)), { number: 1, size: 50 }, NOW);
    return { ...found, titles: found.rows.map((row) => row.title) };
  }

  test("every listing whose name holds a word of two characters is found by it, all of them", async () => {
    let asked = 0;
    for (const name of NAMES) {
      const characters = [...name];
      for (let at = 0; at + 1 < characters.length; at++) {
        const word = `${characters[at]}${characters[at + 1]}`;
        const { titles } = await find({ q: word });
        for (const holding of NAMES.filter((other) => other.includes(word))) {
          expect(titles, `“${word}” finds ${holding}`).toContain(holding);
        }
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(40);
  });

  test.each([
    ["mihoutao", "高山猕猴桃"],
    ["mht", "高山猕猴桃"],
    ["mihotao", "高山猕猴桃"],
    ["马铃薯", "高山洋芋"],
    ["辣椒", "里坪海椒干"],
  ])("%s finds %s", async (q, title) => {
    const found = await find({ q });
    expect(found.by).toBe("engine");
    expect(found.titles).toContain(title);
  });

  test.each([
    ["獼猴桃", "高山猕猴桃"],
    ["綠茶", "黄丹绿茶"],
    ["迷猴逃", "高山猕猴桃"],
    ["律茶", "黄丹绿茶"],
  ])("%s, written otherwise, finds %s", async (q, title) => {
    expect((await find({ q })).titles).toContain(title);
  });

  test.each(["昌溪", "溪"])(
    "what says %s itself stands before what is only of a place that is called so",
    async (q) => {
      const { titles } = await find({ q });
      expect(titles).toHaveLength(NAMES.length);
      expect(new Set(titles.slice(0, 2))).toEqual(new Set(["昌溪青梅酒礼盒", "昌溪绿梅鲜果"]));
    },
  );

  test("packs for a kitchen are asked of the engine, as of PostgreSQL", async () => {
    const potatoes = listings.get("高山洋芋");
    expect(await find({ q: "高山", large: "1" })).toMatchObject({ by: "database", titles: [] });
    const of = { id: potatoes?.variantId ?? "" };
    await db().variant.update({ where: of, data: { quantity: 10_000 } });
    await indexListing({ key: potatoes?.listingId ?? "" }, NOW);
    expect(await find({ q: "高山", large: "1" })).toMatchObject({ by: "engine", total: 1, titles: ["高山洋芋"] });
    expect((await find({ q: "高山" })).titles).toContain("高山猕猴桃");
    await db().variant.update({ where: of, data: { quantity: 2_500 } });
    await indexListing({ key: potatoes?.listingId ?? "" }, NOW);
  });

  test("what was found by its sound says so", async () => {
    expect((await find({ q: "迷猴逃" })).bySound).toBe(true);
    expect((await find({ q: "猕猴桃" })).bySound).toBe(false);
  });

  test.each([
    'category = "x"',
    "areas IN [34] OR true",
    "🍊🥝",
    '"""',
    "-梅 OR 1",
    "　　",
    "a".repeat(10_000),
    "梅".repeat(10_000),
  ])("%j is only words", async (q) => {
    expect((await find({ q, stock: "1" })).number).toBe(1);
  });

  test("the share that reaches households filters and orders by the engine too", async () => {
    await refreshListingShares({ now: NOW });
    await rebuildListingIndex(NOW);
    const found = await find({ q: "昌溪", share: "50", sort: "households" });
    expect(found.by).toBe("engine");
    const paid = found.rows.map((row) => row.priceFen);
    expect(paid).toEqual(paid.toSorted((a, b) => Number(b - a)));
    expect(found.total).toBeGreaterThan(5);
    expect((await find({ q: "昌溪", share: "80" })).total).toBeLessThanOrEqual(found.total);
  });

  test("filters narrow, and nothing typed widens them", async () => {
    const all = await find({ q: "昌溪" });
    expect(all.titles).toEqual(expect.arrayContaining(["昌溪青梅酒礼盒", "昌溪绿梅鲜果"]));
    expect((await find({ q: "昌溪", area: "51" })).titles).toEqual([]);
    expect((await find({ q: "昌溪", area: "341021203" })).titles).toEqual(all.titles);
    expect((await find({ q: "昌溪", area: "341021204" })).titles).toEqual([]);
    expect((await find({ q: "昌溪", area: "3410219" })).titles, "half a code is nonsense").toEqual(all.titles);
    expect((await find({ q: "昌溪", category: 'fruit" OR category != "x' })).titles).toEqual(all.titles);
  });

  test("price, stock and being for sale come from the database, however old the index is", async () => {
    const tea = listings.get("黄丹绿茶");
    await db().variant.update({ where: { id: tea?.variantId ?? "" }, data: { priceFen: 4_444n } });
    expect((await find({ q: "绿茶" })).rows[0]).toMatchObject({ title: "黄丹绿茶", priceFen: 4_444n });

    await db().listing.update({ where: { id: tea?.listingId ?? "" }, data: { status: "UNPUBLISHED" } });
    expect((await find({ q: "绿茶" })).titles).not.toContain("黄丹绿茶");
    await indexListing({ key: tea?.listingId ?? "" }, NOW);
    expect((await find({ q: "黄丹" })).total).toBe(0);

    await db().listing.update({ where: { id: tea?.listingId ?? "" }, data: { status: "PUBLISHED" } });
    await indexListing({ key: tea?.listingId ?? "" }, NOW);
    await indexListing({ key: tea?.listingId ?? "" }, NOW);
    expect(await find({ q: "黄丹" })).toMatchObject({ by: "engine", total: 1, titles: ["黄丹绿茶"] });
  });

  test("the index knows nothing about people", async () => {
    const answer = await fetch(`${process.env["MEILI_URL"]}/indexes/listings/documents/fetch`, {
      method: "POST",
      headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
      body: JSON.stringify({ limit: 100 }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await answer.text();
    expect(text).toContain("高山猕猴桃");
    expect(personalNumbersIn(text)).toEqual([]);
    expect(text).not.toMatch(/householdId|phone/);
  });

  test("a rebuild leaves no gap: searches during it always find", async () => {
    let rebuilding = true;
    const rebuilt = rebuildListingIndex(NOW).finally(() => (rebuilding = false));
    let answers = 0;
    while (rebuilding) {
      expect((await find({ q: "魔芋" })).titles).toContain("孔雀魔芋粉");
      answers += 1;
    }
    expect(await rebuilt).toBe(NAMES.length);
    expect(answers).toBeGreaterThan(0);
  });

  test("what is published and unpublished while the index is built anew is right in the new one", async () => {
    const [comes, goes] = [listings.get("杨梅汁"), listings.get("黑芝麻油")].map((one) => one?.listingId ?? "");
    await db().listing.update({ where: { id: comes ?? "" }, data: { status: "UNPUBLISHED" } });
    await indexListing({ key: comes ?? "" }, NOW);
    const earlier = await lastTask();
    const rebuilt = rebuildListingIndex(NOW);
    // The goods have been read and sent: what changes from here on is not among them.
    while ((await lastTask()) === earlier) await new Promise((resolve) => setTimeout(resolve, 2));
    await withTransaction("publish", async (tx) => {
      await tx.listing.update({ where: { id: comes ?? "" }, data: { status: "PUBLISHED" } });
      await enqueue(tx, { topic: "listing.changed", key: comes ?? "" });
    });
    expect(await unpublishListing({ actor: systemActor, listingId: goes ?? "", now: NOW })).toMatchObject({ ok: true });
    const handlers = { "listing.changed": (message: { key: string }) => indexListing(message, NOW) };
    await drainOutbox(handlers, { now: new Date(Date.now() + 1_000) });
    await rebuilt;
    const indexed = await indexedIds();
    expect(indexed.has(comes ?? "")).toBe(true);
    expect(indexed.has(goes ?? "")).toBe(false);
    expect(indexed.size).toBe(NAMES.length - 1);

    await db().listing.update({ where: { id: goes ?? "" }, data: { status: "PUBLISHED" } });
    await indexListing({ key: goes ?? "" }, NOW);
  });

  test("what does not belong into the index leaves it with the next rebuild, and what is missing comes back", async () => {
    const lost = listings.get("高山猕猴桃")?.listingId ?? "";
    const stray = "0193b3a0-0000-7000-8000-000000000000";
    await engine("POST", "/indexes/listings/documents", [{ id: stray, title: "高山猕猴桃" }]);
    await engine("DELETE", `/indexes/listings/documents/${lost}`);
    await expect.poll(indexedIds).toSatisfy((ids: Set<string>) => ids.has(stray) && !ids.has(lost));
    // The index names the stray one alone: it is not shown, and PostgreSQL finds what the index has lost.
    expect(await find({ q: "猕猴桃" })).toMatchObject({ by: "database", total: 1, titles: ["高山猕猴桃"] });
    await rebuildListingIndex(NOW);
    expect(await indexedIds()).toEqual(new Set([...listings.values()].map(({ listingId }) => listingId)));
    expect((await find({ q: "mht" })).titles).toEqual(["高山猕猴桃"]);
  });

  /** the engine asked directly, past everything of ours */
  async function engine(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${process.env["MEILI_URL"]}${path}`, {
      method,
      headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    return answer.json();
  }

  async function indexedIds(): Promise<Set<string>> {
    const { results } = (await engine("POST", "/indexes/listings/documents/fetch", { limit: 100 })) as {
      results: { id: string }[];
    };
    return new Set(results.map(({ id }) => id));
  }

  /** of those that put goods into the index beside */
  async function lastTask(): Promise<number> {
    const asked = "/tasks?limit=1&indexUids=listings_rebuilt&types=documentAdditionOrUpdate";
    const { results } = (await engine("GET", asked)) as { results: { uid: number }[] };
    return results[0]?.uid ?? -1;
  }

  test("each choice of a filter says how many it leaves, with the engine and without it the same", async () => {
    await makeThemDiffer([...listings.values()]);
    await rebuildListingIndex(NOW);
    for (const list of LISTS) {
      const counts = await expectCountsOfTheLists({ ...list, q: "昌溪" }, "engine");
      const query = searchQueryOf(new URLSearchParams({ ...list, q: "昌溪" }));
      const said = await idsSaying(db(), [["昌溪"]]);
      const without = await countChoices(db(), query, { by: "database", said }, NOW);
      expect(without).toEqual(counts);
    }
  });

  // Last: the engine's address is kept by the process, so it is taken away under it.
  test("an engine that is gone is answered for by the database", async () => {
    child?.kill("SIGKILL");
    const found = await find({ q: "魔芋" });
    expect(found).toMatchObject({ by: "database", titles: ["孔雀魔芋粉"] });
    expect((await find({ q: "mht" })).titles, "initials, too").toEqual(["高山猕猴桃"]);
    // Found while the engine was there, counted when it was gone.
    const asked = { by: "engine", q: "魔芋" } as const;
    const counts = await countChoices(db(), searchQueryOf(new URLSearchParams({ q: "魔芋" })), asked, NOW);
    expect(Object.values(counts.category)).toEqual([1]);
  });

  // Whoever waited for it would never come to an end, and neither would this test.
  test("an engine that never answers is given up while the shopper waits", async () => {
    const port = Number(new URL(process.env["MEILI_URL"] ?? "").port);
    let asked = 0;
    const mute = http.createServer(() => (asked += 1)).listen(port, "127.0.0.1");
    const found = await find({ q: "魔芋" });
    expect(found).toMatchObject({ by: "database", titles: ["孔雀魔芋粉"] });
    expect(asked).toBeGreaterThan(0);
    mute.closeAllConnections();
    mute.close();
  });
});
