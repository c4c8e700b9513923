import { beforeAll, expect, test } from "vitest";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { villagePhoto } from "~/routes/shop/village-store.server";
import { villageWork } from "~/routes/shop/village-work-store.server";
import { A_VILLAGE, aListingWithStock, aMarket, aPhoto, NOW } from "#tests/builders/orders";

beforeAll(aMarket);

const work = () => villageWork(db(), A_VILLAGE, dayOf(NOW));

test("a village shows its lots on sale, how many households stand behind one from five on, and nothing that is gone", async () => {
  const [few, many] = [await aListingWithStock({ households: 4 }), await aListingWithStock({ households: 5 })];
  const codeOf = async ({ lotIds }: { lotIds: readonly string[] }) =>
    (await db().lot.findUniqueOrThrow({ where: { id: lotIds[0] ?? "" } })).code;
  const [fewCode, manyCode] = [await codeOf(few), await codeOf(many)];
  const shown = new Map((await work()).lots.map((lot) => [lot.code, lot.households]));
  expect([shown.get(fewCode), shown.get(manyCode)]).toEqual([null, 5]);

  await db().lot.updateMany({ where: { id: { in: [...many.lotIds] } }, data: { available: 0 } });
  await db().listing.update({ where: { id: few.listingId }, data: { status: "UNPUBLISHED" } });
  const left = (await work()).lots.map(({ code }) => code);
  expect(left).not.toContain(fewCode);
  expect(left).not.toContain(manyCode);
});

test("a village shows the newest photo of what it has on sale, a drawing only while there is none, and nothing that may not be seen", async () => {
  const [shown, hidden] = [await aListingWithStock(), await aListingWithStock()];
  expect(await villagePhoto(db(), A_VILLAGE)).toBeUndefined();
  await aPhoto(hidden);
  await db().media.updateMany({ data: { public: false } });
  expect(await villagePhoto(db(), A_VILLAGE)).toBeUndefined();

  await aPhoto(shown);
  const drawing = await db().media.findFirstOrThrow({ where: { public: true } });
  await db().media.update({ where: { id: drawing.id }, data: { kind: "ILLUSTRATION" } });
  expect(await villagePhoto(db(), A_VILLAGE)).toMatchObject({ id: drawing.id, addedOn: null, altEn: drawing.altEn });
  await aPhoto({ ...shown, position: 1 });
  const photo = await db().media.findFirstOrThrow({ where: { public: true, kind: "LISTING_PHOTO" } });
  expect(await villagePhoto(db(), A_VILLAGE)).toMatchObject({ id: photo.id, addedOn: dayOf(NOW), alt: photo.alt });

  await db().listing.update({ where: { id: shown.listingId }, data: { status: "UNPUBLISHED" } });
  expect(await villagePhoto(db(), A_VILLAGE)).toBeUndefined();
});
