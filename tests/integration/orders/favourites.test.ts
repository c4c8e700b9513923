import { beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { keepFavourite, MOST_FAVOURITES } from "~/orders/favourites.server";
import { db } from "~/platform/db.server";
import { action, loader } from "~/routes/shop/account-favourites";
import { loader as productLoader } from "~/routes/shop/product";
import { aListingWithStock, aMarket, type AListing } from "#tests/builders/orders";
import { aShopper } from "#tests/builders/shoppers";

// What a shopper keeps for later, by the pages' own loaders and actions.

beforeAll(() => aMarket());

type Fields = Readonly<Record<string, string>>;

function request(path: string, cookie: string, fields?: Fields): Request {
  return new Request(`http://shop.test${path}`, {
    ...(fields && { method: "POST", body: new URLSearchParams(fields) }),
    headers: cookie ? { Cookie: cookie } : {},
  });
}

const send = (fields: Fields, cookie: string, path = "/account/favourites") =>
  answered(action({ request: request(path, cookie, fields), params: {}, context: {} }));

/** The answer, also where it is thrown. */
const answered = (work: Promise<Response>) => work.catch((thrown: unknown) => thrown as Response);

async function page(cookie: string, search = "") {
  const answer = await loader({ request: request(`/account/favourites${search}`, cookie), params: {}, context: {} });
  const { cards, kept, offered, page } = await answer.json();
  return {
    total: page.total,
    onSale: cards.map(({ id, priceFen, inStock }) => ({ id, priceFen, inStock })),
    kept: kept.map(({ listingId, priceFen }) => ({ listingId, priceFen })),
    offered: offered?.id ?? null,
  };
}

async function keptOnItsPage(listing: AListing, cookie: string): Promise<boolean> {
  const asked = { request: request(`/p/${listing.slug}`, cookie), params: { slug: listing.slug }, context: {} };
  return (await (await productLoader(asked)).json()).kept;
}

const rowsOf = (userId: string) => db().favourite.count({ where: { userId } });

test("a button on the goods' page keeps them, once, and leads back to the pack that was chosen", async () => {
  const { cookie, userId } = await aShopper();
  const plum = await aListingWithStock({ priceFen: 3_990n });
  expect(await keptOnItsPage(plum, cookie)).toBe(false);
  const fields = { keep: plum.listingId, variant: plum.variantId, quantity: "2", province: "31" };
  for (let press = 0; press < 2; press++) {
    const answer = await send(fields, cookie, "/account/favourites?from=product");
    expect(answer.headers.get("Location")).toBe(`/p/${plum.slug}?variant=${plum.variantId}&quantity=2`);
  }
  expect(await rowsOf(userId)).toBe(1);
  expect(await keptOnItsPage(plum, cookie)).toBe(true);
  expect(await keptOnItsPage(plum, (await aShopper()).cookie)).toBe(false);
  expect(await keptOnItsPage(plum, "")).toBe(false);
});

test("the list tells the present price and stock, the price of then, and what is no longer sold", async () => {
  const { cookie } = await aShopper();
  const [plum, tea, gone] = [
    await aListingWithStock({ priceFen: 3_990n }),
    await aListingWithStock({ priceFen: 2_000n }),
    await aListingWithStock({ priceFen: 1_000n }),
  ];
  for (const { listingId } of [plum, tea, gone]) await send({ keep: listingId }, cookie);
  await db().variant.update({ where: { id: plum.variantId }, data: { priceFen: 3_500n } });
  await db().lot.updateMany({ where: { id: { in: [...tea.lotIds] } }, data: { available: 0 } });
  await db().listing.update({ where: { id: gone.listingId }, data: { status: "UNPUBLISHED" } });
  expect(await page(cookie)).toEqual({
    total: 3,
    onSale: [
      { id: tea.listingId, priceFen: 2_000, inStock: false },
      { id: plum.listingId, priceFen: 3_500, inStock: true },
    ],
    kept: [
      { listingId: tea.listingId, priceFen: 2_000 },
      { listingId: plum.listingId, priceFen: 3_990 },
      { listingId: gone.listingId, priceFen: 1_000 },
    ],
    offered: null,
  });
});

test("what is taken out is gone, can be put back, and nobody takes out what is another's", async () => {
  const [mine, theirs] = [await aShopper(), await aShopper()];
  const plum = await aListingWithStock();
  await send({ keep: plum.listingId }, mine.cookie);
  await send({ drop: plum.listingId }, theirs.cookie);
  expect(await rowsOf(mine.userId)).toBe(1);
  const answer = await send({ drop: plum.listingId }, mine.cookie);
  expect(answer.headers.get("Location")).toBe(`/account/favourites?dropped=${plum.listingId}`);
  expect(await rowsOf(mine.userId)).toBe(0);
  expect(await page(mine.cookie, `?dropped=${plum.listingId}`)).toMatchObject({ total: 0, offered: plum.listingId });
  await send({ keep: plum.listingId }, mine.cookie);
  expect(await page(mine.cookie, `?keep=${plum.listingId}`)).toMatchObject({ total: 1, offered: null });
});

test("a guest signs in first and is then asked about the same goods; nothing is kept by looking", async () => {
  const plum = await aListingWithStock();
  const answer = await send({ keep: plum.listingId }, "", "/en/account/favourites?from=product");
  const back = `/en/account/favourites?keep=${plum.listingId}`;
  expect(answer.headers.get("Location")).toBe(`/en/account/sign-in?to=${encodeURIComponent(back)}`);
  const { cookie, userId } = await aShopper();
  expect(await page(cookie, `?keep=${plum.listingId}`)).toMatchObject({ total: 0, offered: plum.listingId });
  expect(await rowsOf(userId)).toBe(0);
});

test.each([
  ["a draft", async () => draft()],
  ["nothing", async () => newId(new Date())],
  ["no id", async () => "'; DROP TABLE favourite; --"],
  ["nothing named", async () => ""],
])("%s is not kept, and the answer says so", async (_what, named) => {
  const { cookie, userId } = await aShopper();
  const answer = await send({ keep: await named() }, cookie);
  expect(answer.status).toBe(422);
  expect((await answer.json()) as unknown).toEqual({ errors: { "": ["找不到这件商品，可能已经撤下。"] } });
  expect(await rowsOf(userId)).toBe(0);
});

async function draft(): Promise<string> {
  const { listingId } = await aListingWithStock();
  await db().listing.update({ where: { id: listingId }, data: { status: "DRAFT" } });
  return listingId;
}

test("no more are kept than the most, also by two forms at once", async () => {
  const { userId } = await aShopper();
  const [first, second] = [await aListingWithStock(), await aListingWithStock()];
  await db().$executeRaw`
    INSERT INTO listing SELECT (jsonb_populate_record(l, jsonb_build_object(
      'id', gen_random_uuid(), 'slug', l.slug || '-' || n))).*
    FROM listing l, generate_series(1, ${MOST_FAVOURITES - 1}::int) n WHERE l.id = ${first.listingId}::uuid`;
  await db().$executeRaw`
    INSERT INTO favourite SELECT ${userId}::uuid, id, now(), NULL FROM listing WHERE slug LIKE ${`${first.slug}-%`}`;
  const both = await Promise.all(
    [first, second].map(({ listingId }) => keepFavourite({ userId, listingId, now: new Date() })),
  );
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(both).toContainEqual({ ok: false, failure: { kind: "too-many", most: MOST_FAVOURITES } });
  expect(await rowsOf(userId)).toBe(MOST_FAVOURITES);
});
