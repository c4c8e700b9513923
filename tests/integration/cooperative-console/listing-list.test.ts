import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { setListingLots } from "~/catalog/set-listing-lots.server";
import { unpublishListing } from "~/catalog/unpublish-listing.server";
import { updateVariantPrice } from "~/catalog/update-variant-price.server";
import { newId } from "~/kernel/ids";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import * as listings from "~/routes/cooperative/listings";
import * as prices from "~/routes/cooperative/listing-prices";
import { aPerson, type Person } from "#tests/builders/access";
import { aFeeSchedule, aPublishedListing, aSplitRule } from "#tests/builders/catalog";
import { aMember, anApprovedCooperative } from "#tests/builders/cooperatives";
import { aVillage } from "#tests/builders/regions";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { expectSupplyInvariants } from "../supply/invariants";
import { errorsOf, submit, visit } from "./visit";

const now = new Date();
let coop: string;
let product: string;
let manager: Person;
let colleague: Person;
let stranger: Person;

beforeAll(async () => {
  await aFeeSchedule();
  await aSplitRule();
  await aVillage("341021203201", "昌溪村");
  coop = await anApprovedCooperative({ name: "昌溪合作社" });
  product = await aProduct({ name: "绿梅" });
  const aManagerOf = (scopeId: string) => aPerson({ roles: [{ role: "COOP_MANAGER", scopeId }] });
  manager = await aManagerOf(coop);
  colleague = await aManagerOf(coop);
  stranger = await aManagerOf(await anApprovedCooperative({ name: "别村合作社" }));
});

async function onSale(title: string): Promise<{ listingId: string; lotId: string }> {
  const householdId = await aMember(coop);
  const { lotId } = await aSealedLot(coop, [await anIntake({ cooperativeId: coop, productId: product, householdId })]);
  const { listingId } = await aPublishedListing({ kind: "COOPERATIVE", id: coop }, product, [lotId], {
    now,
    draft: { title },
  });
  return { listingId, lotId };
}

const titlesAt = async (address: string, person = manager) =>
  ((await visit(listings.loader, address, person.cookie)).data as { rows: { title: string }[] }).rows.map(
    (row) => row.title,
  );

describe("the list of goods", () => {
  test("is searched, sorted and paged by its address, and shows nobody else's", async () => {
    await onSale("昌溪绿梅甲");
    await onSale("昌溪绿梅乙");
    const found = paths.coop.listings({ q: "绿梅甲" });
    expect(await titlesAt(found)).toEqual(["昌溪绿梅甲"]);
    expect(await titlesAt(found, stranger)).toEqual([]);
    expect(await titlesAt(paths.coop.listings({ q: "%" }))).toEqual([]);
    const byTitle = await titlesAt(paths.coop.listings({ q: "昌溪绿梅", sort: "title" }));
    expect(byTitle).toEqual([...byTitle].toSorted());
    expect(byTitle).toHaveLength(2);
    expect(await titlesAt(paths.coop.listings({ q: "昌溪绿梅", page: 2 }))).toEqual([]);
  });

  test("a view is one's own: it keeps the filter under a name, the same name takes the new one, and it can go", async () => {
    const keep = (q: string, name = "我的绿梅") =>
      submit(listings.action, paths.coop.listings({ q }), manager.cookie, { intent: "keep-view", name });
    expect((await keep("绿")).status).toBe(302);
    expect((await keep("绿梅")).status).toBe(302);
    const viewsOf = async (person: Person) =>
      (
        (await visit(listings.loader, "/coop/listings", person.cookie)).data as {
          views: { id: string; query: string }[];
        }
      ).views;
    const [view, ...more] = await viewsOf(manager);
    expect(more).toEqual([]);
    expect(view?.query).toBe(new URLSearchParams({ q: "绿梅", tab: "on-sale" }).toString());
    expect(await viewsOf(colleague)).toEqual([]);
    const forget = (person: Person) =>
      submit(listings.action, "/coop/listings", person.cookie, { intent: "forget-view", view: view?.id ?? "" });
    await forget(colleague);
    expect(await viewsOf(manager)).toHaveLength(1);
    await forget(manager);
    expect(await viewsOf(manager)).toEqual([]);
    expect(errorsOf(await keep("", ""))["name"]).toEqual(["请给视图起个名字。"]);
  });

  test("what is ticked is moved one by one: what cannot be published says why, the others are", async () => {
    const ready = await onSale("可上架");
    const bare = await onSale("没有批次");
    for (const { listingId } of [ready, bare]) await unpublishListing({ actor: systemActor, listingId, now });
    await setListingLots({ actor: systemActor, listingId: bare.listingId, lotIds: [], now });
    const fields = { intent: "publish", "chosen[0]": ready.listingId, "chosen[2]": bare.listingId };
    const refused = await submit(listings.action, "/coop/listings?tab=off-sale", manager.cookie, fields);
    expect(refused.status).toBe(422);
    expect(errorsOf(refused)).toEqual({
      [`listing-${bare.listingId}`]: ["“没有批次”：没有有货的批次：请选择已封批且未过保质期的批次。"],
      "": ["其余 1 个已上架。"],
    });
    const states = await db().listing.findMany({
      where: { id: { in: [ready.listingId, bare.listingId] } },
      select: { title: true, status: true },
      orderBy: { title: "asc" },
    });
    expect(states).toEqual([
      { title: "可上架", status: "PUBLISHED" },
      { title: "没有批次", status: "UNPUBLISHED" },
    ]);
    const foreign = await submit(listings.action, "/coop/listings", stranger.cookie, {
      intent: "unpublish",
      "chosen[0]": ready.listingId,
    });
    expect(errorsOf(foreign)).toEqual({ "": ["找不到这个商品。"] });
    expect(await db().listing.count({ where: { id: ready.listingId, status: "PUBLISHED" } })).toBe(1);
    const nothing = await submit(listings.action, "/coop/listings", manager.cookie, { intent: "publish" });
    expect(errorsOf(nothing)).toEqual({ chosen: ["请先勾选商品。"] });
  });
});

describe("prices and stock in one table", () => {
  const packOf = (listingId: string) => db().variant.findFirstOrThrow({ where: { listingId } });
  const row = (index: number, pack: { id: string; priceFen: bigint }, price: string, active = true) => ({
    [`packs[${index}].id`]: pack.id,
    [`packs[${index}].seen`]: String(pack.priceFen),
    [`packs[${index}].seenActive`]: "on",
    [`packs[${index}].price`]: price,
    ...(active ? { [`packs[${index}].active`]: "on" } : {}),
  });
  const save = (fields: Record<string, string>, person = manager) =>
    submit(prices.action, "/coop/listings/prices", person.cookie, fields);

  test("each row is refused by its own sentence, and what a colleague changed is told, never overwritten", async () => {
    const [fine, changed, wrong] = [await onSale("第一种"), await onSale("第二种"), await onSale("第三种")];
    const packs = await Promise.all([fine, changed, wrong].map(({ listingId }) => packOf(listingId)));
    const [first, second, third] = packs;
    if (!first || !second || !third) throw new Error("three packs");
    await updateVariantPrice({ actor: systemActor, variantId: second.id, priceFen: 4_250n, now });
    const refused = await save({ ...row(0, first, "41.5"), ...row(1, second, "38"), ...row(2, third, "三十") });
    expect(refused.status).toBe(422);
    expect(errorsOf(refused)).toEqual({
      "packs[1].price": ["刚才有人改过，现在是 42.50 元、在售。要再改就重新保存。"],
      "packs[2].price": ["价格请填金额，例如 39.9。"],
      "": ["其余改了 1 行。"],
    });
    const now3 = await Promise.all(packs.map(({ id }) => db().variant.findUniqueOrThrow({ where: { id } })));
    expect(now3.map(({ priceFen }) => priceFen)).toEqual([4_150n, 4_250n, 3_990n]);
    expect(await db().outbox.count({ where: { topic: "listing.changed", key: fine.listingId } })).toBeGreaterThan(0);
  });

  test.each([
    ["0", "价格要大于零，且不超过 10 万元。"],
    ["-3", "价格请填金额，例如 39.9。"],
    ["123456789012345678", "价格请填金额，例如 39.9。"],
    ["999999", "价格要大于零，且不超过 10 万元。"],
    ["", "价格请填金额，例如 39.9。"],
    ["🥝", "价格请填金额，例如 39.9。"],
  ])("a price of “%s” is refused and nothing changes", async (price, sentence) => {
    const { listingId } = await onSale("价格");
    const pack = await packOf(listingId);
    expect(errorsOf(await save(row(0, pack, price)))).toEqual({ "packs[0].price": [sentence] });
    expect((await packOf(listingId)).priceFen).toBe(3_990n);
  });

  test("the last pack on sale stays, and nobody else's pack is there", async () => {
    const { listingId } = await onSale("最后一个");
    const pack = await packOf(listingId);
    expect(errorsOf(await save(row(0, pack, "39.9", false)))["packs[0].price"]).toEqual([
      "这是最后一个在售的规格：不卖了请把商品下架。",
    ]);
    expect(errorsOf(await save(row(0, pack, "1"), stranger))["packs[0].price"]).toEqual(["找不到这个规格。"]);
    expect(await packOf(listingId)).toMatchObject({ priceFen: 3_990n, active: true });
  });

  test("stock is counted: less is a loss with its reason, a lot that moved meanwhile is told", async () => {
    const { lotId } = await onSale("余量");
    const count = (counted: string, seen: string, reason: string) =>
      save({ "lots[0].id": lotId, "lots[0].seen": seen, "lots[0].unit": "jin", "lots[0].counted": counted, reason });
    expect(errorsOf(await count("19", "10000", ""))["reason"]?.[0]).toContain("请写明原因");
    expect(errorsOf(await count("19", "9000", "盘点"))["lots[0].counted"]?.[0]).toContain("账面余量现在是 20 斤");
    expect(errorsOf(await count("很多", "10000", "盘点"))["lots[0].counted"]).toEqual(["请填斤数，例如 23.5。"]);
    expect((await count("19", "10000", "盘点，压伤")).location).toBe("/coop/listings/prices?done=1");
    expect(await db().lot.findUniqueOrThrow({ where: { id: lotId }, select: { available: true } })).toEqual({
      available: 9_500,
    });
    await expectSupplyInvariants();
  });

  test("the table shows what was chosen, as far as it is theirs", async () => {
    const { listingId, lotId } = await onSale("选中的");
    const address = `/coop/listings/prices?chosen[0]=${listingId}&chosen[1]=${newId()}&chosen=x`;
    const page = (await visit(prices.loader, address, manager.cookie)).data as {
      packs: { listingId: string; perUnit: string }[];
      lots: { id: string }[];
    };
    expect(page.packs.map((pack) => [pack.listingId, pack.perUnit])).toEqual([[listingId, "¥7.98/斤"]]);
    expect(page.lots.map((lot) => lot.id)).toEqual([lotId]);
    expect((await visit(prices.loader, address, stranger.cookie)).data).toMatchObject({ packs: [], lots: [] });
  });
});
