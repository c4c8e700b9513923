import { beforeAll, expect, test } from "vitest";
import { shareReceipt } from "~/benefits/share-receipt.server";
import { newId } from "~/kernel/ids";
import { addDays, addMinutes } from "~/kernel/period";
import { accountData } from "~/orders/account-data-store.server";
import { accountCartToken } from "~/orders/access-token.server";
import { addressesOf, deleteAddress, MOST_ADDRESSES, saveAddress } from "~/orders/address-book.server";
import { addToCart } from "~/orders/cart-store.server";
import { closeAccount, forgetClosedBuyers } from "~/orders/close-account.server";
import { setImpactConsent } from "~/orders/impact-consent.server";
import { keepFavourite } from "~/orders/favourites.server";
import { mergeCarts } from "~/orders/merge-carts.server";
import { myOrders } from "~/orders/my-orders-store.server";
import { cancelUnpaidOrder } from "~/orders/cancel-unpaid-order.server";
import { expireOrder } from "~/orders/expire-order.server";
import { markPaid } from "~/orders/mark-paid.server";
import { writeReview } from "~/orders/write-review.server";
import { db, withTransaction } from "~/platform/db.server";
import { sendMessage } from "~/platform/message.server";
import { hashToken, newToken } from "~/platform/secret-token.server";
import { loader as orderPhoto } from "~/routes/shop/order-photo";
import { photoBytes } from "#tests/builders/catalog";
import { aListingWithStock, aMarket, anAddress, anOrder, NOW } from "#tests/builders/orders";
import { aCode, anEmail, aMobile, aShopper } from "#tests/builders/shoppers";
import { letGoTogether } from "#tests/setup/locks";

beforeAll(aMarket);

const PAGE = { number: 1, size: 10 };
const HOME = { name: "李四", phone: "13900000000", provinceCode: "34", addressLine: "屯溪区晒场路 1 号" };

test("an account's orders are those it placed and those a guest placed with its proven contact, and nobody else's", async () => {
  const shopper = await aShopper(anEmail(), NOW);
  const plum = await aListingWithStock();
  const goods = [{ variantId: plum.variantId, quantity: 1 }];
  const own = await anOrder(goods, { userId: shopper.userId });
  const asGuest = await anOrder(goods, { address: { ...anAddress, email: shopper.contact.address } });
  await anOrder(goods, { address: { ...anAddress, email: "somebody@example.com" } });
  const other = await aShopper(aMobile(), NOW);
  await anOrder(goods, { userId: other.userId, address: { ...anAddress, email: shopper.contact.address } });
  const found = await myOrders(db(), shopper.userId, PAGE);
  expect(found.total).toBe(2);
  expect(found.rows.map(({ number }) => number).sort()).toEqual([own.number, asGuest.number].sort());
  expect((await myOrders(db(), other.userId, PAGE)).total).toBe(1);
});

test("the book has one usual address, whatever is added, changed and deleted, also at once", async () => {
  const { userId } = await aShopper(aMobile(), NOW);
  const save = (line: string, isDefault: boolean, addressId?: string) =>
    saveAddress({ userId, addressId, address: { ...HOME, addressLine: line }, isDefault, now: NOW });
  const first = await save("屯溪区晒场路 1 号", false);
  const second = await save("屯溪区晒场路 2 号", true);
  if (!first.ok || !second.ok) throw new Error("not saved");
  const usual = async () => (await addressesOf(db(), userId)).filter(({ isDefault }) => isDefault).map(({ id }) => id);
  expect(await usual()).toEqual([second.value.id]);
  await Promise.all([save("屯溪区晒场路 3 号", true), save("屯溪区晒场路 4 号", true)]);
  expect(await usual()).toHaveLength(1);
  expect(await save("屯溪区晒场路 1 号", false)).toEqual(first);
  for (const { id } of await addressesOf(db(), userId)) {
    await deleteAddress({ userId, addressId: id });
    const left = (await addressesOf(db(), userId)).length;
    expect(await usual()).toHaveLength(Math.min(1, left));
  }
});

test("an address of somebody else is neither changed nor deleted, and a full book takes no more", async () => {
  const [owner, thief] = [await aShopper(aMobile(), NOW), await aShopper(aMobile(), NOW)];
  const saved = await saveAddress({ userId: owner.userId, address: HOME, isDefault: true, now: NOW });
  if (!saved.ok) throw new Error("not saved");
  const { id: addressId } = saved.value;
  const changed = await saveAddress({
    userId: thief.userId,
    addressId,
    address: { ...HOME, name: "王五" },
    isDefault: true,
    now: NOW,
  });
  expect(changed).toEqual({ ok: false, failure: { kind: "not-found" } });
  await deleteAddress({ userId: thief.userId, addressId });
  expect(await addressesOf(db(), owner.userId)).toEqual([{ id: addressId, ...HOME, isDefault: true }]);
  await db().savedAddress.createMany({
    data: Array.from({ length: MOST_ADDRESSES - 1 }, (_, n) => ({
      id: newId(),
      userId: owner.userId,
      ...HOME,
      addressLine: `晒场路 ${n + 2} 号院`,
      isDefault: false,
      createdAt: NOW,
    })),
  });
  const full = await saveAddress({
    userId: owner.userId,
    address: { ...HOME, name: "赵六" },
    isDefault: false,
    now: NOW,
  });
  expect(full).toEqual({ ok: false, failure: { kind: "too-many", most: MOST_ADDRESSES } });
});

test("two browsers of one account have one cart, also after one of them had begun anew", async () => {
  const { userId } = await aShopper(aMobile(), NOW);
  const [a, b] = [await aListingWithStock(), await aListingWithStock()];
  const token = accountCartToken(userId);
  const add = (cookie: string, variantId: string) =>
    addToCart(db(), { tokenHash: hashToken(cookie), variantId, quantity: 2, now: NOW });
  // The session had ended, the cookie had not: a cart of nobody under the account's token.
  await add(token, a.variantId);
  const phone = newToken();
  await add(phone, b.variantId);
  const merged = await mergeCarts({ userId, guestToken: phone, now: NOW });
  expect(merged).toEqual({ token, lines: 2 });
  expect(await mergeCarts({ userId, guestToken: undefined, now: NOW })).toEqual({ token, lines: 2 });
  expect(await db().cart.count({ where: { OR: [{ userId }, { tokenHash: hashToken(token) }] } })).toBe(1);
});

test("what is handed over is everything of the shopper and nothing of anybody else", async () => {
  const shopper = await aShopper(aMobile(), NOW);
  await saveAddress({ userId: shopper.userId, address: HOME, isDefault: true, now: NOW });
  const plum = await aListingWithStock({ priceFen: 3_990n });
  await keepFavourite({ userId: shopper.userId, listingId: plum.listingId, now: NOW });
  const order = await anOrder([{ variantId: plum.variantId, quantity: 1 }], {
    userId: shopper.userId,
    address: { ...anAddress, invoiceKind: "PERSONAL", invoiceTitle: "张三" },
  });
  await withTransaction("test", (tx) => markPaid(tx, { orderId: order.id, paidAt: NOW }));
  await delivered(order.id);
  const { id: orderLineId } = await db().orderLine.findFirstOrThrow({ where: { orderId: order.id, kind: "GOODS" } });
  const said = { stars: 5, words: "很新鲜，分量足，包装也好。", tags: [], photos: [await photoBytes()] } as const;
  await writeReview({ token: order.token, orderLineId, ...said, locale: "zh", now: NOW });
  await shareReceipt({ orderId: order.id, now: NOW });
  const cart = await mergeCarts({ userId: shopper.userId, guestToken: undefined, now: NOW });
  await addToCart(db(), { tokenHash: hashToken(cart.token), variantId: plum.variantId, quantity: 3, now: NOW });
  await withTransaction("test", (tx) =>
    sendMessage(tx, {
      channel: "SMS",
      recipient: shopper.contact.address,
      subject: "已发货",
      body: "【户惠】单号 YS1234567：http://localhost/zh/orders/abc。谢谢",
      now: NOW,
    }),
  );
  const data = await accountData(db(), shopper.userId);
  expect(data.contacts).toMatchObject([{ channel: "SMS", address: shopper.contact.address }]);
  expect(data.addresses).toMatchObject([HOME]);
  expect(data.orders).toMatchObject([
    {
      number: order.number,
      buyerName: anAddress.name,
      invoiceKind: "PERSONAL",
      invoiceTitle: "张三",
      sharedReceipt: { page: expect.stringMatching(/\/r\/[\w-]{22}$/) },
      lines: [{ quantity: 1 }, {}],
    },
  ]);
  expect(data.cart).toMatchObject([{ quantity: 3, setAside: false, priceSeenFen: 3_990 }]);
  expect(data.reviews).toMatchObject([
    { authorName: "张**", stars: 5, words: said.words, refusal: null, answer: null },
  ]);
  const [photo = ""] = data.reviews[0]?.photos ?? [];
  const [, token, id, name] = /orders\/([\w-]+)\/photos\/([\w-]+)\/(.+)$/.exec(photo) ?? [];
  const opened = await orderPhoto({ request: new Request("http://x/"), params: { token, id, name }, context: {} });
  expect(opened.status, "also while nobody else may see it").toBe(200);
  expect(data.letters.find(({ subject }) => subject === "已发货")).toMatchObject({
    address: shopper.contact.address,
    words: "【户惠】单号 YS1234567：…。谢谢",
  });
  const code = data.letters.find(({ subject }) => subject === "户惠验证码");
  expect(code?.words, "whoever has the session could read a code that was sent elsewhere").toContain("······");
  expect(JSON.stringify(data.letters)).not.toMatch(/(?<!\d)\d{6}(?!\d)|http/);
  expect(data.favourites).toMatchObject([{ priceFen: 3_990 }]);
  expect(data.sessions).toHaveLength(1);
  const stranger = await aShopper(aMobile(), NOW);
  expect(await accountData(db(), stranger.userId)).toMatchObject({
    addresses: [],
    orders: [],
    reviews: [],
    cart: [],
    letters: [{ address: stranger.contact.address }],
    favourites: [],
  });
});

const delivered = (orderId: string) =>
  db().shipment.updateMany({
    where: { orderId },
    data: { state: "DELIVERED", packedAt: NOW, shippedAt: NOW, deliveredAt: NOW, claimUntil: addDays(NOW, 2) },
  });

async function close(shopper: Awaited<ReturnType<typeof aShopper>>, now: Date) {
  const { session, contact, userId } = shopper;
  return closeAccount({ session, contact, code: await aCode(contact, "CLOSE", now, userId), address: "x", now });
}

test("an account with an order under way is not closed, and nothing is lost", async () => {
  const shopper = await aShopper(aMobile(), NOW);
  await saveAddress({ userId: shopper.userId, address: HOME, isDefault: true, now: NOW });
  const plum = await aListingWithStock();
  await anOrder([{ variantId: plum.variantId, quantity: 1 }], { userId: shopper.userId });
  expect(await close(shopper, NOW)).toEqual({ ok: false, failure: { kind: "orders-under-way", count: 1 } });
  expect(await addressesOf(db(), shopper.userId)).toHaveLength(1);
  expect(await db().session.count({ where: { userId: shopper.userId } })).toBe(1);
});

test("a wrong code closes nothing; the right one takes all that is personal, but paid orders for three years", async () => {
  const shopper = await aShopper(aMobile(), NOW);
  const { userId, contact } = shopper;
  await saveAddress({ userId, address: HOME, isDefault: true, now: NOW });
  const plum = await aListingWithStock();
  const goods = [{ variantId: plum.variantId, quantity: 1 }];
  await keepFavourite({ userId, listingId: plum.listingId, now: NOW });
  await mergeCarts({ userId, guestToken: undefined, now: NOW });
  await addToCart(db(), {
    tokenHash: hashToken(accountCartToken(userId)),
    variantId: plum.variantId,
    quantity: 1,
    now: NOW,
  });
  const paid = await anOrder(goods, { address: { ...anAddress, phone: contact.address, note: "晚上送" } });
  await withTransaction("test", (tx) => markPaid(tx, { orderId: paid.id, paidAt: NOW }));
  await delivered(paid.id);
  await setImpactConsent(db(), paid.id, true);
  const unpaid = await anOrder(goods, { userId });
  await withTransaction("test", (tx) => cancelUnpaidOrder(tx, unpaid.id, NOW));

  const later = addDays(NOW, 3);
  const session = shopper.session;
  const wrong = await closeAccount({ session, contact, code: "000000", address: "y", now: later });
  expect(wrong).toMatchObject({ failure: { kind: "wrong" } });
  expect(await addressesOf(db(), userId)).toHaveLength(1);

  const lettersTo = (recipient: string) => db().message.count({ where: { recipient } });
  await db().message.updateMany({ where: { recipient: contact.address }, data: { sentAt: NOW } });
  const stranger = await aShopper(aMobile(), NOW);
  expect(await close(shopper, later)).toEqual({ ok: true, value: undefined });
  expect(await lettersTo(contact.address), "only the code that closed it still waits to be sent").toBe(1);
  expect(await lettersTo(stranger.contact.address)).toBe(1);
  const user = await db().user.findUniqueOrThrow({
    where: { id: userId },
    include: { contacts: true, addresses: true },
  });
  expect(user).toMatchObject({ displayName: "—", passwordHash: null, contacts: [], addresses: [], closedAt: later });
  expect(await db().cart.count({ where: { userId } })).toBe(0);
  expect(await notEmpty()).toEqual([]);
  const code = { contactIndex: "x", codeHash: "x", createdAt: later, expiresAt: addMinutes(later, 10) };
  const { id: forgotten } = await db().shopperCode.create({ data: { id: newId(), purpose: "CLOSE", userId, ...code } });
  expect(await notEmpty(), "a code that was left behind is found").toEqual([{ user_id: userId }]);
  await db().shopperCode.delete({ where: { id: forgotten } });
  const buyer = (id: string) =>
    db().order.findUniqueOrThrow({
      where: { id },
      select: { buyerName: true, buyerPhone: true, addressLine: true, note: true, totalFen: true, impactConsent: true },
    });
  expect(await buyer(unpaid.id)).toMatchObject({ buyerName: "—", buyerPhone: "—", addressLine: "—" });
  expect(await buyer(paid.id)).toMatchObject({ buyerName: anAddress.name, note: "晚上送", impactConsent: false });

  expect(await forgetClosedBuyers({ now: addDays(NOW, 3 * 365) })).toEqual({ orders: 0 });
  expect(await forgetClosedBuyers({ now: addDays(NOW, 3 * 366) })).toEqual({ orders: 1 });
  expect(await buyer(paid.id)).toEqual({
    buyerName: "—",
    buyerPhone: "—",
    addressLine: "—",
    note: null,
    totalFen: paid.totalFen,
    impactConsent: false,
  });
  const newcomer = await aShopper(contact, addMinutes(later, 60));
  expect(newcomer.userId).not.toBe(userId);
  expect((await myOrders(db(), newcomer.userId, PAGE)).total).toBe(0);
});

const notEmpty = () => db().$queryRaw`SELECT * FROM invariant_closed_account_is_empty`;

test("what another browser keeps while the account is closed goes with it, or is not kept", async () => {
  const shopper = await aShopper(aMobile(), NOW);
  const { userId } = shopper;
  const { listingId } = await aListingWithStock();
  const save = (addressLine: string) => () =>
    saveAddress({ userId, address: { ...HOME, addressLine }, isDefault: true, now: NOW });
  const done = await letGoTogether<unknown>(
    (tx) => tx.$queryRaw`SELECT 1 FROM app_user WHERE id = ${userId}::uuid FOR NO KEY UPDATE`,
    save("屯溪区晒场路 1 号"),
    () => close(shopper, NOW),
    save("屯溪区晒场路 2 号"),
    () => keepFavourite({ userId, listingId, now: NOW }),
    () => mergeCarts({ userId, guestToken: undefined, now: NOW }),
  );
  expect(done).toMatchObject([
    { ok: true },
    { ok: true },
    { failure: { kind: "not-found" } },
    { failure: { kind: "not-found" } },
    { lines: 0 },
  ]);
  expect(await notEmpty()).toEqual([]);
});

test("an order placed while its buyer closes the account, and never paid, is forgotten by the broom", async () => {
  const shopper = await aShopper(aMobile(), NOW);
  const plum = await aListingWithStock();
  const { id } = await anOrder([{ variantId: plum.variantId, quantity: 1 }], {
    userId: shopper.userId,
    within: async () => expect(await close(shopper, NOW)).toMatchObject({ ok: true }),
  });
  await withTransaction("test", (tx) => expireOrder(tx, id, addDays(NOW, 1)));
  expect(await forgetClosedBuyers({ now: addDays(NOW, 1) })).toEqual({ orders: 1 });
  expect(await notEmpty()).toEqual([]);
});

test("a code of another account closes nothing", async () => {
  const [mine, theirs] = [await aShopper(aMobile(), NOW), await aShopper(aMobile(), NOW)];
  const code = await aCode(theirs.contact, "CLOSE", NOW, theirs.userId);
  const tried = await closeAccount({ session: mine.session, contact: theirs.contact, code, address: "z", now: NOW });
  expect(tried).toMatchObject({ failure: { kind: "wrong" } });
  expect(await db().user.count({ where: { id: { in: [mine.userId, theirs.userId] }, closedAt: null } })).toBe(2);
});
