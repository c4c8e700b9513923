import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { announceListingsOfLot } from "~/catalog/announce-lot-listings.server";
import { countListings, listListings } from "~/catalog/listing-list-store.server";
import { listingQueryOf } from "~/catalog/listing-query";
import { findListing } from "~/catalog/listing-store.server";
import { publishListing } from "~/catalog/publish-listing.server";
import { saveFreightTemplate } from "~/catalog/save-freight-template.server";
import { saveListing, type ListingDraft, type Seller } from "~/catalog/save-listing.server";
import { setListingLots } from "~/catalog/set-listing-lots.server";
import { setListingPhotos } from "~/catalog/set-listing-photos.server";
import { unpublishListing } from "~/catalog/unpublish-listing.server";
import { updateVariantPrice } from "~/catalog/update-variant-price.server";
import { suspendCooperative } from "~/cooperatives/move-cooperative.server";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { createHouseholdLot } from "~/supply/create-household-lot.server";
import { aPerson } from "#tests/builders/access";
import {
  A_PACK,
  aFeeSchedule,
  aFreightTemplate,
  aListingDraft,
  aPhoto,
  aPublishedListing,
  aSplitRule,
  NEAR,
  PUBLISHED_AT as now,
} from "#tests/builders/catalog";
import { aManager, aMember, anApprovedCooperative, aServicePoint } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { anIntake, aProduct, aSealedLot } from "#tests/builders/supply";
import { letGoTogether } from "#tests/setup/locks";
import { expectSupplyInvariants } from "../supply/invariants";

let seller: Seller;
let productId: string;
let freightId: string;

beforeAll(async () => {
  await aFeeSchedule();
  await aSplitRule();
  productId = await aProduct();
  seller = { kind: "COOPERATIVE", id: await anApprovedCooperative() };
  freightId = await aFreightTemplate(seller);
  await aVillage();
});

beforeEach(async () => {
  await db().outbox.deleteMany();
});

afterEach(expectSupplyInvariants);

const draftOf = (changes: Partial<ListingDraft> = {}) => aListingDraft(seller, productId, freightId, changes);

async function aLot(grams = 10_000): Promise<string> {
  const householdId = await aMember(seller.id);
  const lot = await aSealedLot(seller.id, [
    await anIntake({ cooperativeId: seller.id, productId, householdId, net: grams }),
  ]);
  return lot.lotId;
}

async function aDraft(changes: Partial<ListingDraft> = {}): Promise<string> {
  const saved = await saveListing({ actor: systemActor, draft: await draftOf(changes), now });
  if (!saved.ok) throw new Error(saved.failure.kind);
  return saved.value.listingId;
}

const changedListings = async () =>
  (await db().outbox.findMany({ where: { topic: "listing.changed" } })).map((message) => message.key);

describe("a listing's draft", () => {
  test("is stored with its packs and is not on sale", async () => {
    const listingId = await aDraft({
      variants: [A_PACK, { ...A_PACK, name: "10 斤装", quantity: 5_000, priceFen: 7_500n }],
    });
    const listing = await findListing(db(), { cooperativeIds: [seller.id], servicePointIds: [] }, listingId);
    expect(listing).toMatchObject({ status: "DRAFT", title: "昌溪猕猴桃", publishedAt: null });
    expect(listing?.variants.map((variant) => [variant.name, variant.priceFen, variant.shippingGrams])).toEqual([
      ["5 斤装", 3_990n, 2_900],
      ["10 斤装", 7_500n, 2_900],
    ]);
    expect(await changedListings()).toEqual([]);
  });

  test("gets its address from its English title, or from pinyin, and never another's", async () => {
    const slugOf = async (changes: Partial<ListingDraft>) => {
      const saved = await saveListing({ actor: systemActor, draft: await draftOf(changes), now });
      return saved.ok ? saved.value.slug : saved.failure.kind;
    };
    expect(await slugOf({ titleEn: "Golden Kiwi, 2026!" })).toBe("golden-kiwi-2026");
    expect(await slugOf({ titleEn: "Golden Kiwi, 2026!" })).toBe("golden-kiwi-2026-2");
    expect(await slugOf({ titleEn: "", title: "里坪海椒" })).toBe("li-ping-hai-jiao");
    expect(await slugOf({ titleEn: "", title: "！！！" })).toBe("produce");
  });

  test("two of one title saved at the same moment get an address each", async () => {
    const draft = await draftOf({ titleEn: "Wild Honey" });
    const save = () => saveListing({ actor: systemActor, draft, now });
    // The table lets everybody look and nobody write until both have looked for a free address.
    const both = await letGoTogether((tx) => tx.$executeRaw`LOCK TABLE listing IN SHARE MODE`, save, save);
    expect(both.map((saved) => saved.ok && saved.value.slug)).toEqual(["wild-honey", "wild-honey-2"]);
  });

  test("leaving a pack out takes it off sale; it is never deleted, because orders name it", async () => {
    const listingId = await aDraft({ variants: [A_PACK, { ...A_PACK, name: "10 斤装", quantity: 5_000 }] });
    const before = await db().variant.findMany({ where: { listingId }, orderBy: { position: "asc" } });
    const kept = before[0]?.id ?? "";
    await saveListing({
      actor: systemActor,
      listingId,
      draft: await draftOf({ variants: [{ ...A_PACK, id: kept, priceFen: 4_200n }] }),
      now,
    });
    const after = await db().variant.findMany({ where: { listingId }, orderBy: { position: "asc" } });
    expect(after.map((variant) => [variant.id === kept, variant.priceFen, variant.active])).toEqual([
      [true, 4_200n, true],
      [false, 3_990n, false],
    ]);
  });

  test.each([
    [{ title: " 果 " }, "no-title"],
    [{ shipsWithinDays: 0 }, "bad-ship-days"],
    [{ seasonMonths: [13] }, "bad-season"],
    [{ productId: newId() }, "no-such-product"],
    [{ areaCode: "999999999999" }, "no-such-village"],
    [{ areaCode: "341021" }, "no-such-village"],
    [{ splitRuleCode: "unheard-of" }, "no-such-rule"],
    [{ freightId: newId() }, "no-such-freight"],
    [{ market: { priceFen: 500n, source: " " } }, "bad-market-price"],
    [{ variants: [{ ...A_PACK, priceFen: 0n }] }, "bad-variant"],
    [{ variants: [{ ...A_PACK, quantity: 0 }] }, "bad-variant"],
    [{ variants: [{ ...A_PACK, shippingGrams: -1 }] }, "bad-variant"],
    [{ variants: [{ ...A_PACK, name: "" }] }, "bad-variant"],
    [{ variants: Array.from({ length: 21 }, () => A_PACK) }, "too-many-variants"],
    [{ seller: { kind: "COOPERATIVE", id: newId() } }, "no-such-seller"],
  ] as [Partial<ListingDraft>, string][])("%o is refused and nothing is stored", async (change, kind) => {
    const before = await db().listing.count();
    const saved = await saveListing({ actor: systemActor, draft: await draftOf(change), now });
    expect(saved).toMatchObject({ ok: false, failure: { kind } });
    expect(await db().listing.count()).toBe(before);
  });

  test("a pack of another listing cannot be pulled into this one, and nothing else is changed with the attempt", async () => {
    const listingId = await aDraft();
    const other = await db().variant.findFirstOrThrow({ where: { listingId: await aDraft() } });
    const saved = await saveListing({
      actor: systemActor,
      listingId,
      draft: await draftOf({ title: "偷来的规格", variants: [{ ...A_PACK, id: other.id, priceFen: 1n }] }),
      now,
    });
    expect(saved).toMatchObject({ failure: { kind: "no-such-variant" } });
    expect((await db().listing.findUniqueOrThrow({ where: { id: listingId } })).title).toBe("昌溪猕猴桃");
    expect((await db().variant.findUniqueOrThrow({ where: { id: other.id } })).priceFen).toBe(3_990n);
  });

  test("another cooperative's manager can do nothing with it", async () => {
    const listingId = await aDraft();
    const { actor } = await aManager(await anApprovedCooperative());
    const variant = await db().variant.findFirstOrThrow({ where: { listingId } });
    const answers = [
      await saveListing({ actor, listingId, draft: await draftOf(), now }),
      await publishListing({ actor, listingId, now }),
      await unpublishListing({ actor, listingId, now }),
      await setListingLots({ actor, listingId, lotIds: [], now }),
      await setListingPhotos({ actor, listingId, mediaIds: [], now }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { kind: "no-such-listing" } });
    const price = await updateVariantPrice({ actor, variantId: variant.id, priceFen: 1n, now });
    expect(price).toMatchObject({ failure: { kind: "no-such-variant" } });
    expect(await saveListing({ actor, draft: await draftOf(), now })).toMatchObject({
      failure: { kind: "no-such-seller" },
    });
    expect(await findListing(db(), { cooperativeIds: [newId()], servicePointIds: [] }, listingId)).toBeUndefined();
  });
});

describe("publishing", () => {
  test("an empty draft is told everything that is missing", async () => {
    const listingId = await aDraft({ variants: [] });
    expect(await publishListing({ actor: systemActor, listingId, now })).toEqual({
      ok: false,
      failure: { kind: "not-ready", obstacles: ["no-variant", "no-photo", "no-lot"] },
    });
    expect((await db().listing.findUniqueOrThrow({ where: { id: listingId } })).status).toBe("DRAFT");
    expect(await changedListings()).toEqual([]);
  });

  test("complete, it is on sale and search is told once", async () => {
    const { listingId } = await aPublishedListing(seller, productId, [await aLot()], { draft: { freightId } });
    expect(await changedListings()).toEqual([listingId]);
    expect(await publishListing({ actor: systemActor, listingId, now })).toMatchObject({ ok: true });
    expect(await changedListings()).toEqual([listingId]);
  });

  test("a lot too small for any pack, or past its date, is no stock", async () => {
    const listingId = await aDraft();
    await setListingPhotos({ actor: systemActor, listingId, mediaIds: [await aPhoto(seller)], now });
    await setListingLots({ actor: systemActor, listingId, lotIds: [await aLot(2_000)], now });
    expect(await publishListing({ actor: systemActor, listingId, now })).toMatchObject({
      failure: { obstacles: ["no-pack-fits"] },
    });
    expect(await publishListing({ actor: systemActor, listingId, now: addDays(now, 90) })).toMatchObject({
      failure: { obstacles: ["no-lot"] },
    });
  });

  test("a suspended cooperative publishes nothing", async () => {
    const cooperativeId = await anApprovedCooperative();
    const own: Seller = { kind: "COOPERATIVE", id: cooperativeId };
    const saved = await saveListing({
      actor: systemActor,
      draft: await aListingDraft(own, productId, await aFreightTemplate(own)),
      now,
    });
    await suspendCooperative({ actor: systemActor, cooperativeId, reason: "抽检不合格", now });
    const published = await publishListing({
      actor: systemActor,
      listingId: saved.ok ? saved.value.listingId : "",
      now,
    });
    expect(published).toMatchObject({ failure: { obstacles: expect.arrayContaining(["seller-not-approved"]) } });
  });

  test("produce in scope is published with its certificate only, and on sale takes no lot without one", async () => {
    const certified = await aProduct({ name: "绿梅", certified: true });
    const householdId = await aMember(seller.id);
    const intake = await anIntake({ cooperativeId: seller.id, productId: certified, householdId });
    const lot = await aSealedLot(seller.id, [intake]);
    const saved = await saveListing({
      actor: systemActor,
      draft: await aListingDraft(seller, certified, freightId),
      now,
    });
    if (!saved.ok) throw new Error(saved.failure.kind);
    const { listingId } = saved.value;
    await setListingLots({ actor: systemActor, listingId, lotIds: [lot.lotId], now });
    await setListingPhotos({ actor: systemActor, listingId, mediaIds: [await aPhoto(seller)], now });
    const publish = () => publishListing({ actor: systemActor, listingId, now });
    expect(await publish()).toEqual({
      ok: false,
      failure: { kind: "not-ready", obstacles: ["no-conformity-certificate"] },
    });
    await db().qualityDocument.create({
      data: {
        id: newId(),
        kind: "CONFORMITY",
        number: "HG-1",
        holderKind: "COOPERATIVE",
        holderId: seller.id,
        lotId: lot.lotId,
        issuedOn: new Date("2026-11-19"),
        createdAt: now,
      },
    });
    expect(await publish()).toMatchObject({ ok: true });
    const uncertified = await aSealedLot(seller.id, [
      await anIntake({ cooperativeId: seller.id, productId: certified, householdId }),
    ]);
    const lotIds = [lot.lotId, uncertified.lotId];
    expect(await setListingLots({ actor: systemActor, listingId, lotIds, now })).toEqual({
      ok: false,
      failure: { kind: "not-ready", obstacles: ["no-conformity-certificate"] },
    });
    expect(await db().listingLot.count({ where: { listingId, removedAt: null } })).toBe(1);
  });

  test("taken off sale it stays off, and search is told", async () => {
    const { listingId } = await aPublishedListing(seller, productId, [await aLot()], { draft: { freightId } });
    await db().outbox.deleteMany();
    await unpublishListing({ actor: systemActor, listingId, now });
    expect((await db().listing.findUniqueOrThrow({ where: { id: listingId } })).status).toBe("UNPUBLISHED");
    expect(await changedListings()).toEqual([listingId]);
  });
});

describe("what is on sale", () => {
  test("a new price is told to search; the same price is no change", async () => {
    const { listingId } = await aPublishedListing(seller, productId, [await aLot()], { draft: { freightId } });
    const { id: variantId } = await db().variant.findFirstOrThrow({ where: { listingId } });
    await db().outbox.deleteMany();
    await updateVariantPrice({ actor: systemActor, variantId, priceFen: 3_990n, now });
    expect(await changedListings()).toEqual([]);
    await updateVariantPrice({ actor: systemActor, variantId, priceFen: 3_690n, now });
    expect(await changedListings()).toEqual([listingId]);
    expect(await updateVariantPrice({ actor: systemActor, variantId, priceFen: 0n, now })).toMatchObject({
      failure: { kind: "bad-variant", problem: "bad-price" },
    });
    expect((await db().variant.findUniqueOrThrow({ where: { id: variantId } })).priceFen).toBe(3_690n);
  });

  test("cannot lose its last photo or its last pack while it is on sale", async () => {
    const { listingId } = await aPublishedListing(seller, productId, [await aLot()], { draft: { freightId } });
    const bare = await setListingPhotos({ actor: systemActor, listingId, mediaIds: [], now });
    expect(bare).toMatchObject({ failure: { kind: "not-ready", obstacles: ["no-photo"] } });
    const emptied = await saveListing({ actor: systemActor, listingId, draft: await draftOf({ variants: [] }), now });
    expect(emptied).toMatchObject({ failure: { kind: "not-ready", obstacles: ["no-variant"] } });
    expect(await db().variant.count({ where: { listingId, active: true } })).toBe(1);
  });

  test("keeps its product once lots were chosen", async () => {
    const { listingId } = await aPublishedListing(seller, productId, [await aLot()], { draft: { freightId } });
    const other = await aProduct({ name: "茶叶" });
    const saved = await saveListing({ actor: systemActor, listingId, draft: await draftOf({ productId: other }), now });
    expect(saved).toMatchObject({ failure: { kind: "product-is-fixed" } });
  });

  test("a change of a lot reaches every published listing that sells from it", async () => {
    const lotId = await aLot();
    const first = await aPublishedListing(seller, productId, [lotId], { draft: { freightId } });
    const second = await aPublishedListing(seller, productId, [lotId], { draft: { freightId } });
    await unpublishListing({ actor: systemActor, listingId: second.listingId, now });
    await db().outbox.deleteMany();
    await announceListingsOfLot({ key: lotId, payload: {} });
    expect(await changedListings()).toEqual([first.listingId]);
  });

  test("is found under its tab, and sold out when its lots are empty or past their date", async () => {
    const own: Seller = { kind: "COOPERATIVE", id: await anApprovedCooperative() };
    const scope = { cooperativeIds: [own.id], servicePointIds: [] };
    const householdId = await aMember(own.id);
    const lot = await aSealedLot(own.id, [await anIntake({ cooperativeId: own.id, productId, householdId })]);
    const { listingId } = await aPublishedListing(own, productId, [lot.lotId]);
    const tab = (name: string) => listingQueryOf(new URLSearchParams({ tab: name }));
    const none = { "on-sale": 0, ready: 0, "sold-out": 0, draft: 0, "off-sale": 0 };
    expect(await countListings(db(), scope, tab(""), now)).toEqual({ ...none, "on-sale": 1 });
    const page = await listListings(db(), scope, tab("on-sale"), { number: 1, size: 20 }, now);
    expect(page.rows).toMatchObject([{ id: listingId, stock: 10_000, lowestFen: 3_990n, villageName: "村201" }]);
    const later = addDays(now, 90);
    expect(await countListings(db(), scope, tab(""), later)).toEqual({ ...none, "sold-out": 1 });
    expect((await listListings(db(), scope, tab("sold-out"), { number: 1, size: 20 }, later)).total).toBe(1);
  });
});

describe("lots and photos of a listing", () => {
  test("only the seller's own sealed lots of the same product", async () => {
    const listingId = await aDraft();
    const other = await anApprovedCooperative();
    const householdId = await aMember(other);
    const foreign = await aSealedLot(other, [await anIntake({ cooperativeId: other, productId, householdId })]);
    const tea = await aProduct({ name: "茶叶" });
    const teaLot = await aSealedLot(seller.id, [await anIntake({ cooperativeId: seller.id, productId: tea })]);
    for (const lotIds of [[foreign.lotId], [teaLot.lotId], [newId()]]) {
      const answer = await setListingLots({ actor: systemActor, listingId, lotIds, now });
      expect(answer).toMatchObject({ failure: { kind: "no-such-lot" } });
    }
    expect(await db().listingLot.count({ where: { listingId } })).toBe(0);
  });

  test("a lot taken out stays in the record and can come back", async () => {
    const listingId = await aDraft();
    const lotId = await aLot();
    const set = (lotIds: string[], at: Date) => setListingLots({ actor: systemActor, listingId, lotIds, now: at });
    await set([lotId], now);
    await set([], addDays(now, 1));
    expect(await db().listingLot.findMany({ where: { listingId } })).toMatchObject([{ removedAt: addDays(now, 1) }]);
    await set([lotId], addDays(now, 2));
    expect(await db().listingLot.findMany({ where: { listingId } })).toMatchObject([
      { addedAt: addDays(now, 2), removedAt: null },
    ]);
  });

  test("a lot that somebody else has just chosen is taken out, whose clock ever was first", async () => {
    const { listingId } = await aPublishedListing(seller, productId, [await aLot()]);
    const [kept, chosen] = [await aLot(), await aLot()];
    const choose = (lotIds: readonly string[], at: Date) => () =>
      setListingLots({ actor: systemActor, listingId, lotIds, now: at });
    const both = await letGoTogether(
      (tx) => tx.$queryRaw`SELECT 1 FROM listing WHERE id = ${listingId}::uuid FOR UPDATE`,
      choose([kept, chosen], new Date(now.getTime() + 1_000)),
      choose([kept], now),
    );
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    const lots = await db().listingLot.findMany({ where: { listingId, removedAt: null }, select: { lotId: true } });
    expect(lots).toEqual([{ lotId: kept }]);
  });

  test("only the seller's own public photos, in the chosen order", async () => {
    const listingId = await aDraft();
    const [a, b] = [await aPhoto(seller), await aPhoto(seller)];
    await setListingPhotos({ actor: systemActor, listingId, mediaIds: [b, a, b], now });
    const rows = await db().listingPhoto.findMany({ where: { listingId }, orderBy: { position: "asc" } });
    expect(rows.map((row) => row.mediaId)).toEqual([b, a]);
    const foreign = await aPhoto({ kind: "COOPERATIVE", id: newId() });
    expect(await setListingPhotos({ actor: systemActor, listingId, mediaIds: [foreign], now })).toMatchObject({
      failure: { kind: "no-such-photo" },
    });
    expect(await db().listingPhoto.count({ where: { listingId } })).toBe(2);
  });
});

describe("a household selling directly", () => {
  test("its service point lists and publishes for it, under the name the household chose", async () => {
    const areaCode = await aVillage("341021203205");
    const servicePointId = await aServicePoint({ areaCode });
    const { actor } = await aPerson({ roles: [{ role: "SERVICE_POINT", scopeId: servicePointId }] });
    const named = await aHousehold({ areaCode, shopName: { zh: "山边人家", en: "Hillside" } });
    const unnamed = await aHousehold({ areaCode });
    const publish = async (householdId: string) => {
      const own: Seller = { kind: "HOUSEHOLD", id: householdId };
      const lot = await createHouseholdLot({
        actor,
        householdId,
        productId,
        grade: "一级",
        quantity: 10_000,
        harvestedOn: "2026-11-18",
        expiresOn: "2026-12-20",
        now,
      });
      const draft = await aListingDraft(own, productId, await aFreightTemplate(own), { areaCode });
      const saved = await saveListing({ actor, draft, now });
      const listingId = saved.ok ? saved.value.listingId : "";
      await setListingLots({ actor, listingId, lotIds: [lot.ok ? lot.value.lotId : ""], now });
      await setListingPhotos({ actor, listingId, mediaIds: [await aPhoto(own)], now });
      return { listingId, published: await publishListing({ actor, listingId, now }) };
    };
    const sold = await publish(named.id);
    expect(sold.published.ok).toBe(true);
    const row = await db().listing.findUniqueOrThrow({ where: { id: sold.listingId }, include: { freight: true } });
    expect([row.servicePointId, row.freight.shipperId]).toEqual([servicePointId, servicePointId]);
    expect((await publish(unnamed.id)).published).toMatchObject({
      failure: { kind: "not-ready", obstacles: ["seller-without-name"] },
    });
  });
});

test("freight zones that price nothing are refused, and the template stays as it was", async () => {
  const templateId = await aFreightTemplate(seller);
  const save = (zones: readonly (typeof NEAR)[]) =>
    saveFreightTemplate({ actor: systemActor, templateId, seller, name: "快递", shipperName: "邮政快递", zones, now });
  expect(await save([])).toMatchObject({ failure: { kind: "bad-zones", problem: { kind: "no-zone" } } });
  expect(await save([NEAR, NEAR])).toMatchObject({ failure: { problem: { kind: "province-twice" } } });
  expect(await db().freightZone.count({ where: { templateId } })).toBe(1);
  expect((await save([NEAR, { ...NEAR, provinces: ["65"], firstFen: 2_000n }])).ok).toBe(true);
  expect(await db().freightZone.count({ where: { templateId } })).toBe(2);
});
