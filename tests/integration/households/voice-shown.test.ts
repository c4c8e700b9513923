import express from "express";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "~/access/actor";
import { shopStamp } from "~/catalog/shop-stamp-store.server";
import { confirmConsent, giveConsent, withdrawConsent } from "~/households/consent.server";
import { withdrawVoice } from "~/households/withdraw-voice.server";
import { addDays, addMinutes } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { SHARED_PAGE } from "~/platform/request-context.server";
import { loader as media } from "~/routes/resources/media";
import { loader as product } from "~/routes/shop/product";
import { loader as village } from "~/routes/shop/village";
import { listingVoice, pagesOfVoice } from "~/search/voice-store.server";
import { anActor, anOfficial, aPerson } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { A_VILLAGE, aListingWithStock, aSealedLotFor, type AListing } from "#tests/builders/orders";
import { agreed, aShownVoice, aWaitingVoice, SAID, SAID_AT, SAID_IN_ENGLISH } from "#tests/builders/voices";
import { onLoopback, type Loopback } from "#tests/setup/loopback";
import { sharedPages } from "../../../scripts/server/shared-pages";
import { visit } from "../cooperative-console/visit";

// Where a household's words are read by everybody, and how fast they are gone: page, kept copy, picture.

const reader = anActor({ role: "COUNTY_OFFICIAL", scopeId: "341021" });
let listing: AListing;
let server: Loopback;
let drawn = 0;

beforeAll(async () => {
  listing = await aListingWithStock({ households: 5 });
  const app = express();
  app.use(sharedPages({ readStamp: () => shopStamp(db(), new Date()), mayBeShared: () => true }));
  app.get("*", async (request, response) => {
    drawn += 1;
    const answer = request.path.startsWith("/v/") ? await villagePage() : await productPage();
    response.set(SHARED_PAGE, "1").type("html").end(JSON.stringify(answer.data));
  });
  server = await onLoopback(app);
});
afterAll(() => server.close());

/** Nobody of an earlier test says anything any more. */
beforeEach(async () => {
  for (const { id } of await db().householdVoice.findMany({ where: { state: "APPROVED" }, select: { id: true } }))
    await withdrawVoice({ actor: reader, voiceId: id, now: new Date() });
});

type Shown = { voices: { words: string; family: string | null; photo: unknown }[] };
const villagePage = () => visit(village, `/v/${A_VILLAGE}`, undefined, { code: A_VILLAGE });
const productPage = () => visit(product, `/p/${listing.slug}`, undefined, { slug: listing.slug });
const saidInVillage = async () => ((await villagePage()).data as Shown).voices;
const saidOfGoods = async () =>
  ((await productPage()).data as { voice: { words: string; inLot: boolean; family: string | null } | null }).voice;
const picture = (id: string | undefined, cookie?: string) =>
  visit(media, `/media/${id}/375.webp`, cookie, { id: id ?? "", name: "375.webp" });
const copy = async (path: string) => {
  const before = drawn;
  const text = await (await fetch(server.base + path)).text();
  return { said: text.includes(SAID), copied: drawn === before };
};

async function somebody(...consents: ("STORY" | "PHOTO" | "NAME")[]): Promise<{ id: string; own: Actor }> {
  const { id } = await aHousehold({ areaCode: A_VILLAGE, headName: "欧阳建国", phone: "13912340000" });
  await agreed(id, ...consents);
  return { id, own: anActor({ role: "HOUSEHOLD", scopeId: id }) };
}

async function says(household: { id: string; own: Actor }, more: Partial<Parameters<typeof aShownVoice>[0]> = {}) {
  return aShownVoice({ actor: household.own, householdId: household.id, ...more }, reader);
}

test("there is nothing where nobody says anything, and nothing of what waits", async () => {
  const household = await somebody("STORY");
  await aWaitingVoice({ actor: household.own, householdId: household.id });
  expect(await saidInVillage()).toEqual([]);
  expect(await saidOfGoods()).toBeNull();
});

test("village and product page show the words, the name only as its family's and only when agreed; nothing leads back", async () => {
  const household = await somebody("STORY");
  await says(household, { wordsEn: SAID_IN_ENGLISH });
  expect(await saidInVillage()).toMatchObject([{ words: SAID, wordsEn: SAID_IN_ENGLISH, family: null, photo: null }]);
  expect(await saidOfGoods()).toMatchObject({ words: SAID, inLot: false, family: null });
  await agreed(household.id, "NAME");
  expect((await saidOfGoods())?.family).toBe("欧阳**");
  const answers = JSON.stringify([(await villagePage()).data, (await productPage()).data]);
  const card = await db().household.findUniqueOrThrow({ where: { id: household.id } });
  for (const secret of ["建国", "秀英", "13912340000", household.id, card.number, household.own.userId])
    expect(answers).not.toContain(secret);
});

describe("withdrawn", () => {
  const ways: [string, (household: { id: string; own: Actor }, voiceId: string) => Promise<unknown>][] = [
    [
      "the consent to tell its story",
      ({ id, own }) => withdrawConsent({ actor: own, householdId: id, purpose: "STORY", now: new Date() }),
    ],
    ["the words themselves", ({ own }, voiceId) => withdrawVoice({ actor: own, voiceId, now: new Date() })],
  ];
  test.each(ways)("%s: page, kept copy and picture are without it at once", async (_, takeBack) => {
    const household = await somebody("STORY", "PHOTO");
    const { voiceId, mediaId } = await says(household, { withPhoto: true });
    for (const path of [`/v/${A_VILLAGE}`, `/p/${listing.slug}`]) {
      expect(await copy(path)).toEqual({ said: true, copied: false });
      expect(await copy(path)).toEqual({ said: true, copied: true });
    }
    expect((await picture(mediaId)).status).toBe(200);
    await takeBack(household, voiceId);
    expect(await saidInVillage()).toEqual([]);
    expect(await saidOfGoods()).toBeNull();
    for (const path of [`/v/${A_VILLAGE}`, `/p/${listing.slug}`])
      expect(await copy(path)).toEqual({ said: false, copied: false });
    expect((await picture(mediaId)).status).toBe(404);
  });

  test("the consent to its photo: the words stay, the picture is gone", async () => {
    const household = await somebody("STORY", "PHOTO");
    const { mediaId } = await says(household, { withPhoto: true });
    expect((await saidInVillage())[0]?.photo).toMatchObject({ id: mediaId, alt: "溪边的梅树" });
    await withdrawConsent({ actor: household.own, householdId: household.id, purpose: "PHOTO", now: new Date() });
    expect(await saidInVillage()).toMatchObject([{ words: SAID, photo: null }]);
    expect((await picture(mediaId)).status).toBe(404);
  });

  test("the name: the words stay, it is a household of the village again", async () => {
    const household = await somebody("STORY", "NAME");
    await says(household);
    expect((await saidOfGoods())?.family).toBe("欧阳**");
    await withdrawConsent({ actor: household.own, householdId: household.id, purpose: "NAME", now: new Date() });
    expect((await saidOfGoods())?.family).toBeNull();
  });
});

test("a picture is its household's and its officials' while it is not shown, and never kept by anybody", async () => {
  const household = await somebody("STORY", "PHOTO");
  const { mediaId } = await aWaitingVoice({ actor: household.own, householdId: household.id, withPhoto: true });
  expect((await picture(mediaId)).status).toBe(404);
  const family = await aPerson({ roles: [{ role: "HOUSEHOLD", scopeId: household.id }] });
  for (const { cookie } of [family, await anOfficial(A_VILLAGE)])
    expect((await picture(mediaId, cookie)).status).toBe(200);
  for (const stranger of [
    await anOfficial("511129"),
    await aPerson({ roles: [{ role: "OPERATOR" }] }),
    await aPerson(),
  ])
    expect((await picture(mediaId, stranger.cookie)).status).toBe(404);
  const shown = await somebody("STORY", "PHOTO");
  const open = await picture((await says(shown, { withPhoto: true })).mediaId);
  expect(open.headers.get("Cache-Control")).toBe("private, no-store");
});

describe("a product's page", () => {
  const householdsOf = async (lotId: string) =>
    (await db().lotComposition.findMany({ where: { lotId }, orderBy: { position: "asc" } })).flatMap(
      ({ householdId }) => householdId ?? [],
    );
  const of = async (id: string) => {
    await agreed(id, "STORY");
    return { id, own: anActor({ role: "HOUSEHOLD", scopeId: id }) };
  };

  test("prefers a household behind the goods now on sale, and says so", async () => {
    const [behind = ""] = await householdsOf(listing.lotIds[0] ?? "");
    await says(await of(behind), { words: "这批梅子是我们家摘的，垫布摘，不敲。" });
    await says(await somebody("STORY"), { now: addDays(SAID_AT, 1) });
    expect(await saidOfGoods()).toMatchObject({ words: "这批梅子是我们家摘的，垫布摘，不敲。", inLot: true });
    expect(await pagesOfVoice(db(), behind, new Date())).toMatchObject([{ slug: listing.slug }]);
  });

  test("does not let out who stands behind a lot of fewer than five", async () => {
    const few = await aListingWithStock({ households: 4 });
    const [behind = ""] = await householdsOf(few.lotIds[0] ?? "");
    await says(await of(behind), { words: "这批梅子是我们家摘的，垫布摘，不敲。" });
    const beside = await somebody("STORY");
    await says(beside, { now: addDays(SAID_AT, 1) });
    expect(await listingVoice(db(), few.listingId, new Date())).toMatchObject({ words: SAID, inLot: false });
    expect(await pagesOfVoice(db(), behind, new Date())).toEqual([]);
    const shownAt = (await pagesOfVoice(db(), beside.id, new Date())).map(({ slug }) => slug);
    expect(shownAt.toSorted()).toEqual([few.slug, listing.slug].toSorted());
    // A second lot with enough households in it is no reason to tell of the first.
    const lotId = await aSealedLotFor({ ...few, grams: 5_000, position: 1, households: 5 });
    expect(await listingVoice(db(), few.listingId, new Date())).toMatchObject({ words: SAID, inLot: false });
    // Who is of that one may be told, but not on a page that says how few stand behind what is sold first.
    const [oneOfFive = ""] = await householdsOf(lotId);
    await says(await of(oneOfFive), { words: "梅子摘早了涩，摘晚了软。" });
    expect(await listingVoice(db(), few.listingId, new Date())).toMatchObject({ inLot: true });
    const page = await visit(product, `/p/${few.slug}`, undefined, { slug: few.slug });
    expect(page.data).toMatchObject({ split: { households: null }, voice: { inLot: false } });
  });

  test("shows what is said of this very product, and nothing that is said of another", async () => {
    const other = await aListingWithStock();
    await says(await somebody("STORY"), { productId: other.productId, now: addDays(SAID_AT, 2) });
    expect(await saidOfGoods()).toBeNull();
    await says(await somebody("STORY"), { words: "种什么都看雨水，今年雨水正好。", now: addDays(SAID_AT, 1) });
    expect((await saidOfGoods())?.words).toBe("种什么都看雨水，今年雨水正好。");
    await says(await somebody("STORY"), { productId: listing.productId, words: "梅子摘早了涩，摘晚了软。" });
    expect((await saidOfGoods())?.words).toBe("梅子摘早了涩，摘晚了软。");
  });
});

test("a village's page has a handful, the newest first", async () => {
  for (let place = 0; place < 6; place += 1)
    await says(await somebody("STORY"), { words: `第${place}家也种梅，年年垫布摘。`, now: addMinutes(SAID_AT, place) });
  expect((await saidInVillage()).map(({ words }) => words.slice(0, 3))).toEqual([
    "第5家",
    "第4家",
    "第3家",
    "第2家",
    "第1家",
  ]);
});

test("a consent given changes nothing that is shown, but is seen by the copies too", async () => {
  const household = await somebody();
  const stamp = () => shopStamp(db(), new Date());
  const before = await stamp();
  const change = { actor: household.own, householdId: household.id, purpose: "NAME", now: new Date() } as const;
  await giveConsent(change);
  await confirmConsent(change);
  expect(await stamp()).not.toBe(before);
});
