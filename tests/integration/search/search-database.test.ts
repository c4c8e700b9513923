import { beforeAll, expect, test } from "vitest";
import { refreshListingShares } from "~/benefits/refresh-listing-shares.server";
import { splitPreview } from "~/benefits/split-preview.server";
import { listingsSaying } from "~/search/said-in-names.server";
import { searchListings } from "~/search/search-listings.server";
import { listingCards } from "~/search/listing-card-store.server";
import { searchQueryOf } from "~/search/search-query";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { aListingWithStock, aMarket, NOW, type AListing } from "#tests/builders/orders";
import { anIntake } from "#tests/builders/supply";
import { expectCountsOfTheLists, LISTS, makeThemDiffer } from "./counted-choices";

// Without a configured engine PostgreSQL answers.
const NAMES = ["昌溪青梅酒礼盒", "高山猕猴桃", "里坪海椒干", "孔雀魔芋粉", "茂林土鸡蛋", "双源绿梅鲜果"];
const listings = new Map<string, AListing>();

beforeAll(async () => {
  await aMarket();
  for (const [index, name] of NAMES.entries()) {
    listings.set(name, await aListingWithStock({ name, priceFen: BigInt(1_000 * (index + 1)) }));
  }
});

async function titles(parameters: Record<string, string>): Promise<string[]> {
  const found = await searchListings(searchQueryOf(new URLSearchParams(parameters)), { number: 1, size: 50 }, NOW);
  expect(found.by).toBe("database");
  expect(found.total).toBe(found.rows.length);
  return found.rows.map((row) => row.title);
}

test("every two neighbouring characters of a name find it", async () => {
  for (const name of NAMES) {
    const characters = [...name];
    for (let at = 0; at + 1 < characters.length; at++) {
      expect(await titles({ q: `${characters[at]}${characters[at + 1]}` })).toContain(name);
    }
  }
});

test("an index of keys leads to a Chinese word of two characters, in a database of any locale", async () => {
  const plan = await db().$transaction(async (tx) => {
    // So few rows are read faster one by one; what matters is that the index can be used at all.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<{ "QUERY PLAN": string }[]>`EXPLAIN ${listingsSaying(["青梅"])}`;
  });
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toContain("listing_search_key");
});

test("what says it itself stands before what is only of a place that is called so", async () => {
  const found = await titles({ q: "昌溪" });
  expect(found).toHaveLength(NAMES.length);
  expect(found[0]).toBe("昌溪青梅酒礼盒");
});

test("all words must be there", async () => {
  expect(await titles({ q: "昌溪 礼盒" })).toEqual(["昌溪青梅酒礼盒"]);
  expect(await titles({ q: "昌溪 不存在的词" })).toEqual([]);
});

test.each(["獼猴桃", "弥猴桃", "mihoutao", "昌溪 獼猴桃", "mht", "MHT", "cx mht", "昌溪 mht", "gsm"])(
  "“%s” is found by its sound, and the answer says so",
  async (q) => {
    const found = await searchListings(searchQueryOf(new URLSearchParams({ q })), { number: 1, size: 50 }, NOW);
    expect(found).toMatchObject({ by: "database", bySound: true, total: 1, rows: [{ title: "高山猕猴桃" }] });
  },
);

test("letters that begin several names find all of them", async () => {
  const found = await searchListings(searchQueryOf(new URLSearchParams({ q: "cx" })), { number: 1, size: 50 }, NOW);
  expect(found).toMatchObject({ by: "database", bySound: true, total: NAMES.length });
  expect(found.rows[0]?.title).toBe("昌溪青梅酒礼盒");
  expect(await titles({ q: "zq" })).toEqual([]);
});

test("what sounds like nothing that is sold finds nothing", async () => {
  const found = await searchListings(searchQueryOf(new URLSearchParams({ q: "西瓜" })), { number: 1, size: 50 }, NOW);
  expect(found).toMatchObject({ by: "database", bySound: false, total: 0 });
});

test.each(["%", "_", "\\", "' OR 1=1 --", "🍊", "a".repeat(10_000), "\u0000梅"])(
  "odd words are only words: %j",
  async (q) => {
    expect(Array.isArray(await titles({ q }))).toBe(true);
  },
);

test("a percent sign is no wildcard", async () => {
  expect(await titles({ q: "%" })).toEqual([]);
});

test("filters and order come from the URL, nonsense is left out", async () => {
  expect(await titles({ q: "", max: "6", sort: "price" })).toEqual(NAMES.slice(0, 3));
  expect((await titles({ sort: "price-desc" }))[0]).toBe(NAMES.at(-1));
  expect(await titles({ category: "x' OR 'a'='a", sort: "nonsense", within: "-5", area: "34%" })).toHaveLength(
    NAMES.length,
  );
  expect(await titles({ area: "51" })).toEqual([]);
  expect(await titles({ area: "341021203" })).toHaveLength(NAMES.length);
  expect(await titles({ area: "341021204" })).toEqual([]);
  expect(await titles({ area: "3410219" }), "half a code is nonsense").toHaveLength(NAMES.length);
  expect(await titles({ season: "1" })).toHaveLength(NAMES.length);
});

test("a page beyond the end is empty, whatever is filtered, and the count stays", async () => {
  for (const parameters of ["stock=1", "share=50", "stock=1&sort=households&q=昌溪"]) {
    const query = searchQueryOf(new URLSearchParams(parameters));
    const first = await searchListings(query, { number: 1, size: 50 }, NOW);
    const beyond = await searchListings(query, { number: 99, size: 50 }, NOW);
    expect(beyond).toMatchObject({ rows: [], total: first.total });
  }
});

test("names of one thing in other regions find it", async () => {
  expect(await titles({ q: "辣椒" })).toEqual(["里坪海椒干"]);
  expect(await titles({ q: "奇异果" })).toEqual(["高山猕猴桃"]);
});

test("the share that reaches households filters and orders, and follows price and rules", async () => {
  expect(await titles({ share: "50" })).toEqual([]);
  expect(await refreshListingShares({ now: NOW })).toBe(NAMES.length);
  expect(await titles({ share: "80" })).toHaveLength(NAMES.length);
  expect((await titles({ sort: "households" }))[0]).toBe(NAMES.at(-1));
  const cheap = listings.get(NAMES[0] ?? "");
  await db().variant.update({ where: { id: cheap?.variantId ?? "" }, data: { priceFen: 99_000n } });
  await refreshListingShares({ listingIds: [cheap?.listingId ?? ""], now: NOW });
  expect((await titles({ sort: "households" }))[0]).toBe(NAMES[0]);
  const [row] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT household_fen AS fen FROM listing_share WHERE listing_id = ${cheap?.listingId ?? ""}::uuid`;
  const preview = await splitPreview(db(), { variantId: cheap?.variantId ?? "", quantity: 1, now: NOW });
  expect(row.fen).toBe(preview?.householdsFen);
});

test("what is unpublished is not found, whatever is asked", async () => {
  const hidden = listings.get("高山猕猴桃");
  await db().listing.update({ where: { id: hidden?.listingId ?? "" }, data: { status: "UNPUBLISHED" } });
  expect(await titles({ q: "猕猴桃" })).toEqual([]);
  await db().listing.update({ where: { id: hidden?.listingId ?? "" }, data: { status: "PUBLISHED" } });
  expect(await titles({ q: "猕猴桃" })).toEqual(["高山猕猴桃"]);
});

test("a card carries the seller's own marks and those of lots on sale, never a delivery's paper", async () => {
  const one = listings.get(NAMES[0] ?? "");
  if (!one) throw new Error("nothing is listed");
  const paper = (kind: string, of: { lotId?: string; productId?: string; intakeId?: string; expiresOn?: Date }) =>
    db().qualityDocument.create({
      data: {
        id: newId(),
        kind,
        number: `${kind} 1`,
        holderKind: "COOPERATIVE",
        holderId: one.cooperativeId,
        issuedOn: new Date("2026-11-01"),
        createdAt: NOW,
        ...of,
      },
    });
  const marks = async () => (await listingCards(db(), [one.listingId], NOW)).map((card) => card.certificates);
  const { intakeId } = await anIntake({ cooperativeId: one.cooperativeId, productId: one.productId });

  await paper("CONFORMITY", { intakeId, productId: one.productId });
  await paper("ORGANIC", { productId: one.productId, expiresOn: new Date("2026-11-19") });
  expect(await marks()).toEqual([[]]);
  expect(await titles({ certificate: "CONFORMITY" })).toEqual([]);

  await paper("GREEN", {});
  await paper("CONFORMITY", { lotId: one.lotIds[0] ?? "" });
  expect(await marks()).toEqual([["CONFORMITY", "GREEN"]]);
  expect(await titles({ certificate: "CONFORMITY" })).toEqual([NAMES[0]]);

  await db().lot.updateMany({ where: { id: { in: [...one.lotIds] } }, data: { available: 0 } });
  expect(await marks()).toEqual([["GREEN"]]);
});

test("packs for a kitchen weigh ten jin and more, are offered now, and filter with everything else", async () => {
  const [wine, kiwi] = [listings.get("昌溪青梅酒礼盒"), listings.get("高山猕猴桃")];
  const weighs = (listing: AListing | undefined, quantity: number, active = true) =>
    db().variant.update({ where: { id: listing?.variantId ?? "" }, data: { quantity, active } });
  await weighs(wine, 4_999);
  await weighs(kiwi, 5_000);
  expect(await titles({ large: "1" })).toEqual(["高山猕猴桃"]);
  expect(await titles({ large: "1", q: "高山", season: "1", stock: "1" })).toEqual(["高山猕猴桃"]);
  expect(await titles({ large: "1", q: "青梅酒" })).toEqual([]);
  expect(await titles({ large: "yes" })).toHaveLength(NAMES.length);
  await weighs(wine, 25_000, false);
  expect(await titles({ large: "1" })).toEqual(["高山猕猴桃"]);

  // The row is about the pack that was asked for, not about the listing's cheapest.
  const large = await db().variant.findUniqueOrThrow({ where: { id: kiwi?.variantId ?? "" } });
  const smallId = newId();
  await db().variant.create({
    data: { ...large, id: smallId, quantity: 500, priceFen: 10n, position: 9 },
    select: { id: true },
  });
  const packOf = async (packs: "all" | "large") =>
    (await listingCards(db(), [kiwi?.listingId ?? ""], NOW, packs)).map(({ variantId, priceFen }) => [
      variantId,
      priceFen,
    ]);
  expect(await packOf("large")).toEqual([[large.id, large.priceFen]]);
  expect(await packOf("all")).toEqual([[smallId, 10n]]);
  await db().variant.update({ where: { id: smallId }, data: { active: false }, select: { id: true } });
});

test("each choice of a filter says how many it leaves, all else as it was asked for", async () => {
  await makeThemDiffer([...listings.values()]);
  for (const list of LISTS) await expectCountsOfTheLists(list, "database");
  await expectCountsOfTheLists({ q: "昌溪", category: "nuts" }, "database");
  await expectCountsOfTheLists({ q: "mht" }, "database");
  const nothing = await expectCountsOfTheLists({ q: "西瓜" }, "database");
  expect(nothing).toMatchObject({ category: {}, area: {}, season: 0 });
});
