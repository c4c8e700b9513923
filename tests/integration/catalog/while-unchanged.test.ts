import { beforeAll, expect, test } from "vitest";
import { db } from "~/platform/db.server";
import { loader } from "~/routes/shop/product";
import { whileUnchanged } from "~/routes/shop/while-unchanged.server";
import { aListingWithStock, type AListing } from "#tests/builders/orders";

let listing: AListing;
beforeAll(async () => {
  listing = await aListingWithStock({ priceFen: 3_990n, lots: [100_000] });
});

const priceFen = async () => {
  const { priceFen } = await db().variant.findUniqueOrThrow({ where: { id: listing.variantId } });
  return priceFen;
};
const setPrice = (to: bigint) => db().variant.update({ where: { id: listing.variantId }, data: { priceFen: to } });

test("is read once while nothing changes, and anew with the commit that changes the shop", async () => {
  let read = 0;
  const shown = () =>
    whileUnchanged("a price", async () => {
      read += 1;
      return priceFen();
    });
  expect([await shown(), await shown(), read]).toEqual([3_990n, 3_990n, 1]);
  expect(await Promise.all([shown(), shown(), shown()])).toEqual([3_990n, 3_990n, 3_990n]);
  expect(read).toBe(1);

  await db().$transaction(async (tx) => {
    await tx.variant.update({ where: { id: listing.variantId }, data: { priceFen: 4_100n } });
    expect(await shown(), "nobody sees what is not committed").toBe(3_990n);
  });
  expect([await shown(), await shown(), read]).toEqual([4_100n, 4_100n, 2]);
});

test("two questions are kept apart, and a failure is not kept", async () => {
  expect(await whileUnchanged("one", async () => 1)).toBe(1);
  expect(await whileUnchanged("two", async () => 2)).toBe(2);
  const failing = whileUnchanged("three", () => Promise.reject(new Error("the database is away")));
  await expect(failing).rejects.toThrow("away");
  expect(await whileUnchanged("three", async () => 3)).toBe(3);
});

test("a shopper with a cart sees the price and the stock of now on the product's page", async () => {
  const open = async () => {
    const headers = { Cookie: `cart=${"a".repeat(43)}.1` };
    const request = new Request(`http://localhost/p/${listing.slug}`, { headers });
    const answer = await loader({ request, params: { slug: listing.slug }, context: {} });
    const { chosen, split } = (await answer.json()) as unknown as {
      chosen: { priceFen: number; left: number };
      split: { netFen: number } | undefined;
    };
    return { price: chosen.priceFen, left: chosen.left, split: split?.netFen };
  };
  await setPrice(5_000n);
  expect(await open()).toEqual({ price: 5_000, left: 40, split: 5_000 });
  await setPrice(5_100n);
  expect(await open()).toEqual({ price: 5_100, left: 40, split: 5_100 });
  await db().lot.updateMany({ where: { id: { in: [...listing.lotIds] } }, data: { available: 2_600 } });
  expect(await open()).toEqual({ price: 5_100, left: 1, split: 5_100 });
});
