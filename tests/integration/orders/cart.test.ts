import { beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { loadBasket } from "~/orders/basket-store.server";
import { addToCart, setAside, setCartLine } from "~/orders/cart-store.server";
import { markPaid } from "~/orders/mark-paid.server";
import { mergeCarts } from "~/orders/merge-carts.server";
import { db, withTransaction } from "~/platform/db.server";
import { hashToken, newToken } from "~/platform/secret-token.server";
import { insteadOf } from "~/search/instead-of.server";
import { aPerson } from "#tests/builders/access";
import { aListingWithStock, aMarket, anOrder, NOW } from "#tests/builders/orders";
import { letGoTogether } from "#tests/setup/locks";

beforeAll(aMarket);

async function quantities(tokenHash: string) {
  const { lines } = await loadBasket(db(), { cartTokenHash: tokenHash }, NOW);
  return Object.fromEntries(lines.map((line) => [line.variantId, line.quantity]));
}

test("a guest's first goods make the cart; the same goods again grow", async () => {
  const plum = await aListingWithStock();
  const tokenHash = hashToken(newToken());
  const put = (quantity: number) => addToCart(db(), { tokenHash, variantId: plum.variantId, quantity, now: NOW });
  expect(await put(2)).toEqual({ done: true, lines: 1 });
  expect(await put(3)).toEqual({ done: true, lines: 1 });
  expect(await quantities(tokenHash)).toEqual({ [plum.variantId]: 5 });
});

test("two tabs that put goods in at the same moment make one cart and lose nothing", async () => {
  const [one, other] = [await aListingWithStock(), await aListingWithStock()];
  const tokenHash = hashToken(newToken());
  await Promise.all(
    [one, other, one, other].map(({ variantId }) => addToCart(db(), { tokenHash, variantId, quantity: 1, now: NOW })),
  );
  expect(await quantities(tokenHash)).toEqual({ [one.variantId]: 2, [other.variantId]: 2 });
});

test("what is not for sale does not enter a cart, and makes none", async () => {
  const plum = await aListingWithStock();
  await db().listing.update({ where: { id: plum.listingId }, data: { status: "UNPUBLISHED" } });
  const tokenHash = hashToken(newToken());
  for (const variantId of [plum.variantId, newId()]) {
    expect(await addToCart(db(), { tokenHash, variantId, quantity: 1, now: NOW })).toEqual({ done: false, lines: 0 });
  }
  expect(await db().cart.count({ where: { tokenHash } })).toBe(0);
});

test("a line is set, and taken out by zero; another browser's cart stays as it is", async () => {
  const plum = await aListingWithStock();
  const [mine, theirs] = [hashToken(newToken()), hashToken(newToken())];
  for (const tokenHash of [mine, theirs]) {
    await addToCart(db(), { tokenHash, variantId: plum.variantId, quantity: 2, now: NOW });
  }
  const set = (quantity: number) =>
    setCartLine(db(), { tokenHash: mine, variantId: plum.variantId, quantity, now: NOW });
  expect(await set(7)).toEqual({ done: true, lines: 1 });
  expect(await quantities(mine)).toEqual({ [plum.variantId]: 7 });
  expect(await set(0)).toEqual({ done: true, lines: 0 });
  expect(await quantities(theirs)).toEqual({ [plum.variantId]: 2 });
});

test("what is set aside is not bought, stays in the cart through a payment, and is wanted again when put in again", async () => {
  const [wanted, later] = [await aListingWithStock(), await aListingWithStock()];
  const tokenHash = hashToken(newToken());
  const put = ({ variantId }: { variantId: string }) =>
    addToCart(db(), { tokenHash, variantId, quantity: 1, now: NOW });
  const everything = async () => (await loadBasket(db(), { cartTokenHash: tokenHash, show: "everything" }, NOW)).lines;
  await put(wanted);
  await put(later);
  const stranger = hashToken(newToken());
  await setAside(db(), { tokenHash: stranger, variantIds: [wanted.variantId], aside: true, now: NOW });
  await setAside(db(), { tokenHash, variantIds: [later.variantId], aside: true, now: NOW });
  expect(await quantities(tokenHash)).toEqual({ [wanted.variantId]: 1 });
  expect((await everything()).map((line) => [line.variantId, line.setAside])).toEqual([
    [wanted.variantId, false],
    [later.variantId, true],
  ]);

  const order = await anOrder([], { basket: { cartTokenHash: tokenHash } });
  const ordered = await db().orderLine.findMany({ where: { orderId: order.id, kind: "GOODS" } });
  expect(ordered.map((line) => line.variantId)).toEqual([wanted.variantId]);
  await withTransaction("test", (tx) => markPaid(tx, { orderId: order.id, paidAt: NOW }));
  expect((await everything()).map((line) => line.variantId)).toEqual([later.variantId]);

  await put(later);
  expect(await quantities(tokenHash)).toEqual({ [later.variantId]: 2 });
});

test("a whole shipment is set aside and chosen again at once; other goods and other carts stay as they are", async () => {
  const [one, two, other] = [await aListingWithStock(), await aListingWithStock(), await aListingWithStock()];
  const [mine, theirs] = [hashToken(newToken()), hashToken(newToken())];
  for (const tokenHash of [mine, theirs])
    for (const { variantId } of [one, two, other])
      await addToCart(db(), { tokenHash, variantId, quantity: 1, now: NOW });
  const group = { tokenHash: mine, variantIds: [one.variantId, two.variantId], now: NOW };
  await setAside(db(), { ...group, aside: true });
  expect(Object.keys(await quantities(mine))).toEqual([other.variantId]);
  expect(Object.keys(await quantities(theirs))).toHaveLength(3);
  await setAside(db(), { ...group, aside: false });
  expect(Object.keys(await quantities(mine))).toHaveLength(3);
});

test("the cart keeps what the shopper saw, and tells the present price", async () => {
  const plum = await aListingWithStock({ priceFen: 1_000n });
  const tokenHash = hashToken(newToken());
  await addToCart(db(), { tokenHash, variantId: plum.variantId, quantity: 1, now: NOW });
  await db().variant.update({ where: { id: plum.variantId }, data: { priceFen: 1_200n } });
  const { lines } = await loadBasket(db(), { cartTokenHash: tokenHash }, NOW);
  expect(lines[0]).toMatchObject({ priceSeenFen: 1_000n, unitPriceFen: 1_200n });
});

test("a placed order keeps the cart; paying it takes the bought goods out", async () => {
  const [bought, other] = [await aListingWithStock(), await aListingWithStock()];
  const token = newToken();
  const tokenHash = hashToken(token);
  await addToCart(db(), { tokenHash, variantId: bought.variantId, quantity: 1, now: NOW });
  const order = await anOrder([], { basket: { cartTokenHash: tokenHash } });
  await addToCart(db(), { tokenHash, variantId: other.variantId, quantity: 1, now: NOW });
  expect(Object.keys(await quantities(tokenHash))).toHaveLength(2);
  await withTransaction("test", (tx) => markPaid(tx, { orderId: order.id, paidAt: NOW }));
  expect(await quantities(tokenHash)).toEqual({ [other.variantId]: 1 });
});

test("at sign-in the guest's cart joins the account's own: nothing lost, nothing twice", async () => {
  const [a, b, c] = [await aListingWithStock(), await aListingWithStock(), await aListingWithStock()];
  const { userId } = await aPerson();
  const first = newToken();
  await addToCart(db(), { tokenHash: hashToken(first), variantId: a.variantId, quantity: 2, now: NOW });
  await addToCart(db(), { tokenHash: hashToken(first), variantId: b.variantId, quantity: 1, now: NOW });
  const own = await mergeCarts({ userId, guestToken: first, now: NOW });
  expect(own.lines).toBe(2);

  const second = newToken();
  await addToCart(db(), { tokenHash: hashToken(second), variantId: a.variantId, quantity: 5, now: NOW });
  await addToCart(db(), { tokenHash: hashToken(second), variantId: c.variantId, quantity: 1, now: NOW });
  await db().listing.update({ where: { id: c.listingId }, data: { status: "UNPUBLISHED" } });
  const merged = await mergeCarts({ userId, guestToken: second, now: NOW });
  expect(await quantities(hashToken(merged.token))).toEqual({ [a.variantId]: 5, [b.variantId]: 1, [c.variantId]: 1 });
  expect(await quantities(hashToken(first))).toEqual({});
  expect(await quantities(hashToken(second))).toEqual({});
});

test("forty goods and forty others are eighty after signing in; one order takes fifty, and placing says so", async () => {
  const { variantId, listingId } = await aListingWithStock();
  const { userId } = await aPerson();
  const variant = await db().variant.findUniqueOrThrow({ where: { id: variantId } });
  const packs = Array.from({ length: 80 }, (_, n) => ({
    ...variant,
    id: newId(),
    name: `${n + 1}斤装`,
    position: n + 1,
  }));
  await db().variant.createMany({ data: packs });
  const fill = async (from: number) => {
    const token = newToken();
    for (const { id } of packs.slice(from, from + 40)) {
      await addToCart(db(), { tokenHash: hashToken(token), variantId: id, quantity: 1, now: NOW });
    }
    return token;
  };
  await mergeCarts({ userId, guestToken: await fill(0), now: NOW });
  const merged = await mergeCarts({ userId, guestToken: await fill(40), now: NOW });
  expect(merged.lines).toBe(80);
  const cartTokenHash = hashToken(merged.token);
  const { lines } = await loadBasket(db(), { cartTokenHash }, NOW);
  expect(new Set(lines.map((line) => line.variantId))).toEqual(new Set(packs.map(({ id }) => id)));
  expect(lines.every((line) => line.listingId === listingId)).toBe(true);
  await expect(anOrder([], { basket: { cartTokenHash } })).rejects.toThrow("too-much");
});

test("signing in twice at once leaves one cart", async () => {
  const plum = await aListingWithStock();
  const { userId } = await aPerson();
  const token = newToken();
  await addToCart(db(), { tokenHash: hashToken(token), variantId: plum.variantId, quantity: 3, now: NOW });
  const merged = await Promise.all([1, 2, 3].map(() => mergeCarts({ userId, guestToken: token, now: NOW })));
  expect(merged.map(({ lines }) => lines)).toEqual([1, 1, 1]);
  const carts = await db().cart.findMany({ where: { userId }, include: { lines: true } });
  expect(carts).toHaveLength(1);
  expect(carts[0]?.lines.map((line) => line.quantity)).toEqual([3]);
});

test("two browsers of an account that has no cart yet make one, and neither hears an error", async () => {
  const { userId } = await aPerson();
  const merge = () => mergeCarts({ userId, guestToken: undefined, now: NOW });
  // The table lets everybody look and nobody write until both have found no cart.
  const both = await letGoTogether((tx) => tx.$executeRaw`LOCK TABLE cart IN SHARE MODE`, merge, merge);
  expect(both[0]).toEqual(both[1]);
  expect(await db().cart.count({ where: { userId } })).toBe(1);
});

test("what is paid while its buyer signs in is in no cart afterwards", async () => {
  const [bought, other] = [await aListingWithStock(), await aListingWithStock()];
  const { userId } = await aPerson();
  await mergeCarts({ userId, guestToken: undefined, now: NOW });
  const guestToken = newToken();
  const tokenHash = hashToken(guestToken);
  await addToCart(db(), { tokenHash, variantId: bought.variantId, quantity: 1, now: NOW });
  const { id: orderId } = await anOrder([], { basket: { cartTokenHash: tokenHash } });
  await addToCart(db(), { tokenHash, variantId: other.variantId, quantity: 1, now: NOW });
  const [, merged] = await letGoTogether<{ token?: string }>(
    (tx) => tx.$queryRaw`SELECT 1 FROM customer_order WHERE id = ${orderId}::uuid FOR UPDATE`,
    async () => {
      await withTransaction("test", (tx) => markPaid(tx, { orderId, paidAt: NOW }));
      return {};
    },
    () => mergeCarts({ userId, guestToken, now: NOW }),
  );
  expect(await quantities(hashToken(merged?.token ?? ""))).toEqual({ [other.variantId]: 1 });
});

test("nor is it put back into the account's own cart by another browser's visit", async () => {
  const bought = await aListingWithStock();
  const { userId } = await aPerson();
  const { token } = await mergeCarts({ userId, guestToken: undefined, now: NOW });
  const tokenHash = hashToken(token);
  await addToCart(db(), { tokenHash, variantId: bought.variantId, quantity: 1, now: NOW });
  const { id: orderId } = await anOrder([], { basket: { cartTokenHash: tokenHash } });
  await letGoTogether<unknown>(
    (tx) => tx.$queryRaw`SELECT 1 FROM cart_line WHERE variant_id = ${bought.variantId}::uuid FOR UPDATE`,
    () => withTransaction("test", (tx) => markPaid(tx, { orderId, paidAt: NOW })),
    () => mergeCarts({ userId, guestToken: undefined, now: NOW }),
  );
  expect(await quantities(tokenHash)).toEqual({});
});

test("in the place of what is gone the cart offers the same product of others, then its kind, of what is there", async () => {
  const [gone, kept] = [await aListingWithStock(), await aListingWithStock()];
  const same = await aListingWithStock();
  const empty = await aListingWithStock();
  await db().lot.updateMany({ where: { id: { in: [...empty.lotIds] } }, data: { available: 0 } });
  const unpublished = { status: "UNPUBLISHED", productId: same.productId };
  await db().listing.update({ where: { id: gone.listingId }, data: unpublished });
  const but = [gone.listingId, kept.listingId];
  const offered = await insteadOf(db(), [gone.listingId], { but, most: 100, now: NOW });
  const ids = offered.map(({ id }) => id);
  expect(ids[0]).toBe(same.listingId);
  for (const left of [gone, kept, empty]) expect(ids).not.toContain(left.listingId);
  expect(await insteadOf(db(), [], { but: [], most: 3, now: NOW })).toEqual([]);
  expect(await insteadOf(db(), [gone.listingId], { but, most: 1, now: NOW })).toHaveLength(1);
});
