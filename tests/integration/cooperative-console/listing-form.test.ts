import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { publishListing } from "~/catalog/publish-listing.server";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as drafts from "~/routes/cooperative/keep-listing-draft";
import * as listing from "~/routes/cooperative/listing";
import * as listings from "~/routes/cooperative/listings";
import * as marketPrices from "~/routes/operator/market-prices";
import * as newListing from "~/routes/cooperative/new-listing";
import { productPage } from "~/search/product-page-store.server";
import { aPerson, type Person } from "#tests/builders/access";
import { aPublishedListing } from "#tests/builders/catalog";
import { aMember } from "#tests/builders/cooperatives";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { aPlumSeller, type PlumSeller } from "./plum-seller";
import { errorsOf, submit, typedOf, visit } from "./visit";

const now = new Date();
let coop: string;
let product: string;
let freightId: string;
let manager: Person;
let colleague: Person;
let stranger: Person;
let onSale: PlumSeller["onSale"];

beforeAll(async () => {
  ({ coop, product, freightId, manager, colleague, stranger, onSale } = await aPlumSeller(now));
});

type Page = {
  base: string;
  draft: { fields: Record<string, string> } | null;
  others: string[];
  listing: { photos: { mediaId: string; own: boolean; alt: string }[] };
};
const open = async (id: string, person = manager) =>
  (await visit(listing.loader, paths.coop.listing(id), person.cookie, { id })).data as Page;

/** The form as the browser sends it when nothing is touched, with some changes. */
async function formOf(id: string, person: Person, changes: Record<string, string> = {}) {
  const { base } = await open(id, person);
  const pack = await db().variant.findFirstOrThrow({ where: { listingId: id, active: true } });
  const fields = JSON.parse(base) as Record<string, string>;
  return { ...fields, "variants[0].id": pack.id, unit: "jin", base, listing: id, ...changes };
}

const save = (id: string, fields: Record<string, string>, person = manager) =>
  submit(listing.action, paths.coop.listing(id), person.cookie, { ...fields, intent: "save" }, { id });
const keep = (fields: Record<string, string>, person = manager, intent = "autosave") =>
  submit(drafts.action, paths.coop.keepListingDraft(), person.cookie, { ...fields, intent });

describe("a draft", () => {
  test("keeps itself as it was typed, for its writer alone, and nothing of it is public", async () => {
    const { id, slug } = await onSale();
    const typed = await formOf(id, manager, { title: "秘密的新名字", "variants[0].price": "不知道" });
    const kept = await keep(typed);
    expect(kept).toMatchObject({ status: 200, data: { savedAt: expect.stringMatching(/^20\d\d-/) } });
    expect((await open(id)).draft?.fields).toMatchObject({ title: "秘密的新名字", "variants[0].price": "不知道" });
    const theirs = await open(id, colleague);
    expect(theirs.draft).toBeNull();
    expect(theirs.others).toHaveLength(1);
    expect((await productPage(db(), slug, now))?.title).toBe("昌溪绿梅 2025");
    expect((await keep({ ...typed, title: "第二稿" }, manager, "keep")).location).toBe(
      paths.coop.listing(id, { done: "kept" }),
    );
    expect(await db().listingDraft.count({ where: { listingId: id } })).toBe(1);

    const saved = await save(id, { ...typed, title: "昌溪绿梅新名", "variants[0].price": "41" });
    expect(saved.location).toBe(paths.coop.listing(id, { done: "saved" }));
    expect(await db().listingDraft.count({ where: { listingId: id } })).toBe(0);
  });

  test("of somebody else's listing is not kept, nor one larger than any form", async () => {
    const { id } = await onSale();
    const typed = await formOf(id, manager);
    expect((await keep(typed, stranger)).status).toBe(404);
    expect((await keep({ ...typed, story: "长".repeat(60_000) })).status).toBe(413);
    expect((await keep(typed, manager, "x")).status).toBe(400);
    expect(await db().listingDraft.count({ where: { listingId: id } })).toBe(0);
  });

  test("of a new listing waits in the list, goes on in its form, and can be thrown away", async () => {
    const other = await aProduct({ name: "山核桃" });
    const named = { seller: `COOPERATIVE:${coop}`, product: other };
    await keep({ ...named, title: "还没写完" });
    const list = (await visit(listings.loader, "/coop/listings?tab=draft", manager.cookie)).data as {
      drafts: { title: string; href: string }[];
    };
    expect(list.drafts).toMatchObject([{ title: "还没写完", href: paths.coop.newListing(named) }]);
    const form = (await visit(newListing.loader, paths.coop.newListing(named), manager.cookie)).data as Page;
    expect(form.draft?.fields).toEqual({ title: "还没写完" });
    expect((await keep(named, manager, "discard")).location).toBe(
      paths.coop.newListing({ ...named, done: "discarded" }),
    );
    expect(await db().listingDraft.count({ where: { productId: other } })).toBe(0);
  });
});

describe("two clerks", () => {
  test("the second is told what the first changed; what only the first touched is taken over, and nothing is overwritten unseen", async () => {
    const { id } = await onSale("两人同改");
    const first = await formOf(id, colleague, { "variants[0].price": "45" });
    const second = await formOf(id, manager, { story: "新的介绍" });
    expect((await save(id, first, colleague)).status).toBe(302);
    const told = await save(id, second);
    expect(told.status).toBe(409);
    expect(errorsOf(told)[""]?.join()).toContain("规格 1 的价格：“39.90” → “45.00”");
    expect(typedOf(told)).toMatchObject({ story: "新的介绍", "variants[0].price": "45.00" });
    expect(await db().listing.findUniqueOrThrow({ where: { id }, select: { story: true } })).not.toEqual({
      story: "新的介绍",
    });
    const again = await save(id, { ...typedOf(told), base: (await open(id)).base });
    expect(again.status).toBe(302);
    const stored = await db().listing.findUniqueOrThrow({
      where: { id },
      select: { story: true, variants: { where: { active: true }, select: { priceFen: true } } },
    });
    expect(stored).toEqual({ story: "新的介绍", variants: [{ priceFen: 4_500n }] });
  });

  test("a photo or a lot added meanwhile is no conflict of words", async () => {
    const { id, lotId } = await onSale("照片不冲突");
    const form = await formOf(id, manager, { story: "写字的人" });
    const lots = { intent: "lots", "lots[0].id": lotId, "lots[0].use": "on" };
    await submit(listing.action, paths.coop.listing(id), colleague.cookie, lots, { id });
    expect((await save(id, form)).status).toBe(302);
  });
});

describe("a new season", () => {
  test("is a draft with last season's photos, packs and words, without its lots and its market price", async () => {
    const { id } = await onSale("昌溪绿梅 2025 年");
    await db().listing.update({
      where: { id },
      data: { marketPriceFen: 1_200n, marketSource: "县农贸市场", marketPricedOn: new Date("2026-11-01") },
    });
    const copied = await submit(listing.action, paths.coop.listing(id), manager.cookie, { intent: "copy" }, { id });
    const copyId = /listings\/([0-9a-f-]{36})/.exec(copied.location ?? "")?.[1] ?? "";
    const copy = await db().listing.findUniqueOrThrow({
      where: { id: copyId },
      include: { variants: true, photos: true, lots: true },
    });
    expect(copy).toMatchObject({
      title: `昌溪绿梅 ${now.getUTCFullYear()} 年`,
      status: "DRAFT",
      marketPriceFen: null,
      lots: [],
      variants: [{ name: "5 斤装", priceFen: 3_990n, active: true }],
    });
    const source = await db().listingPhoto.findMany({ where: { listingId: id }, select: { mediaId: true } });
    expect(copy.photos.map(({ mediaId }) => mediaId)).toEqual(source.map(({ mediaId }) => mediaId));
    expect(await productPage(db(), copy.slug, now)).toBeUndefined();
    const foreign = await submit(listing.action, paths.coop.listing(id), stranger.cookie, { intent: "copy" }, { id });
    expect(foreign.status).toBe(404);
  });
});

test("how goods are kept and eaten is written in the form, shown on their page, and copied to the next season", async () => {
  const { id, slug } = await onSale("写保存的绿梅");
  const shown = async () => {
    const page = await productPage(db(), slug, now);
    return page && [page.keeping, page.keepingEn, page.eating, page.eatingEn];
  };
  expect(await shown()).toEqual(["", "", "", ""]);
  const words = { keeping: "摊开冷藏三天。", keepingEn: "Three days, spread out and cold.", eating: "泡酒、熬酱。" };
  expect((await save(id, await formOf(id, manager, words))).status).toBe(302);
  expect(await shown()).toEqual([words.keeping, words.keepingEn, words.eating, ""]);

  const tooLong = { keeping: "长".repeat(201), eatingEn: "x".repeat(401) };
  const refused = await save(id, await formOf(id, manager, tooLong));
  expect(refused.status).toBe(422);
  expect(Object.keys(errorsOf(refused)).sort()).toEqual(["eatingEn", "keeping"]);
  expect(await shown()).toEqual([words.keeping, words.keepingEn, words.eating, ""]);

  const copied = await submit(listing.action, paths.coop.listing(id), manager.cookie, { intent: "copy" }, { id });
  const copyId = /listings\/([0-9a-f-]{36})/.exec(copied.location ?? "")?.[1] ?? "";
  expect(await db().listing.findUniqueOrThrow({ where: { id: copyId } })).toMatchObject({ ...words, eatingEn: "" });
});

test("a photo's words and place are changed together; a nonsense place is refused", async () => {
  const { id } = await onSale();
  const [photo] = (await open(id)).listing.photos;
  if (!photo) throw new Error("no photo");
  const fields = { intent: "photos", "photos[0].id": photo.mediaId, "photos[0].alt": "竹筐里的绿梅" };
  const send = (place: string) =>
    submit(listing.action, paths.coop.listing(id), manager.cookie, { ...fields, "photos[0].place": place }, { id });
  expect((await send("第一")).status).toBe(422);
  expect((await send("1")).location).toBe(paths.coop.listing(id, { done: "photos" }));
  expect((await open(id)).listing.photos).toMatchObject([{ mediaId: photo.mediaId, alt: "竹筐里的绿梅" }]);
});

test("processed food waits for its SC number", async () => {
  const jam = await aProduct({ name: "绿梅酱", processed: true });
  const householdId = await aMember(coop);
  const { lotId } = await aSealedLot(coop, [await anIntake({ cooperativeId: coop, productId: jam, householdId })]);
  await expect(
    aPublishedListing({ kind: "COOPERATIVE", id: coop }, jam, [lotId], { now, draft: { title: "绿梅酱", freightId } }),
  ).rejects.toThrow();
  const { id } = await db().listing.findFirstOrThrow({ where: { productId: jam } });
  expect(await publishListing({ actor: systemActor, listingId: id, now })).toEqual({
    ok: false,
    failure: { kind: "not-ready", obstacles: ["no-food-licence"] },
  });
});

test("a market price is told with its source and its day, and not after sixty days", async () => {
  const { id, slug } = await onSale();
  const day = dayOf(addDays(now, -10));
  const form = await formOf(id, manager, { marketPrice: "12", marketSource: "县农贸市场", marketDay: day });
  expect((await save(id, form)).status).toBe(302);
  expect(await productPage(db(), slug, now)).toMatchObject({
    marketPriceFen: 1_200n,
    marketSource: "县农贸市场",
    marketPricedOn: day,
  });
  expect((await productPage(db(), slug, addDays(now, 50)))?.marketPriceFen).toBe(1_200n);
  expect((await productPage(db(), slug, addDays(now, 51)))?.marketPriceFen).toBeNull();
  for (const marketDay of ["2026-02-31", dayOf(addDays(now, 2)), "昨天"]) {
    const wrong = { ...(await formOf(id, manager)), marketPrice: "12", marketSource: "县农贸市场", marketDay };
    expect(errorsOf(await save(id, wrong))["marketDay"]).toHaveLength(1);
  }
});

test("the operator's market price of a product is told where the seller notes none, the newest, and is never changed", async () => {
  const { slug } = await onSale();
  const operator = await aPerson({ roles: [{ role: "OPERATOR" }] });
  const day = (ago: number) => dayOf(addDays(now, -ago));
  const note = (changes: Record<string, string> = {}, person = operator) =>
    submit(marketPrices.action, paths.ops.marketPrices(), person.cookie, {
      product,
      price: "9.8",
      source: "省价格监测",
      day: day(3),
      ...changes,
    });
  expect((await note()).location).toBe(paths.ops.marketPrices({ done: "1" }));
  expect((await note({ price: "8", day: day(20) })).status).toBe(302);
  expect(await productPage(db(), slug, now)).toMatchObject({ marketPriceFen: 980n, marketPricedOn: day(3) });
  expect((await productPage(db(), slug, addDays(now, 58)))?.marketPriceFen).toBeNull();
  const before = await db().marketPrice.count();
  const wrongs: Record<string, string>[] = [
    { price: "-1" },
    { price: "0" },
    { source: " " },
    { day: "明天" },
    { day: day(-1) },
    { product: "x" },
  ];
  for (const wrong of wrongs) {
    const refused = await note(wrong);
    expect([refused.status, ...Object.keys(errorsOf(refused))]).toEqual([422, ...Object.keys(wrong)]);
  }
  expect((await note({}, manager)).status).toBe(404);
  expect(await db().marketPrice.count()).toBe(before);
  await expect(db().$executeRaw`UPDATE market_price SET price_fen = 1`).rejects.toThrow();
});
