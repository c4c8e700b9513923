import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectedSplit } from "~/benefits/expected-split.server";
import { newId } from "~/kernel/ids";
import { addToCart } from "~/orders/cart-store.server";
import { db, Prisma } from "~/platform/db.server";
import { hashToken, newToken } from "~/platform/secret-token.server";
import { action as addressesAction } from "~/routes/shop/account-addresses";
import { action as cartAction } from "~/routes/shop/cart";
import { action as checkoutAction } from "~/routes/shop/checkout";
import { loader as orderLoader } from "~/routes/shop/order";
import { orderReceipt } from "~/routes/shop/receipt-store.server";
import { packsSold } from "~/search/packs-sold.server";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";
import { aListingWithStock, aMarket, aPromotion, type AListing } from "#tests/builders/orders";
import { aStripe, clock, closeStripe } from "#tests/builders/payments";
import { aMobile, aShopper } from "#tests/builders/shoppers";

// The pages' own actions, as a browser that was tampered with, or a shopper with bad luck, calls them.

let sandbox: Sandbox;

beforeAll(async () => {
  await aMarket();
  sandbox = aStripe();
});
afterAll(() => closeStripe(sandbox));

type Fields = Readonly<Record<string, string>>;

function post(path: string, fields: Fields, cookie = ""): Request {
  return new Request(`http://shop.test${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...(cookie ? { Cookie: cookie } : {}) },
  });
}

const call = (action: typeof checkoutAction, request: Request) => action({ request, params: {}, context: {} });

let plum: AListing;
let token: string;
let cookie: string;

beforeEach(async () => {
  // The pages read the clock on the wall; Stripe's has to agree with it.
  clock.now = new Date();
  plum = await aListingWithStock({ priceFen: 3_990n, freightFen: 800n });
  token = newToken();
  cookie = `cart=${token}.1`;
  await addToCart(db(), { tokenHash: hashToken(token), variantId: plum.variantId, quantity: 1, now: new Date() });
});

const TOTAL = "4790";

function filled(more: Fields = {}): Fields {
  return {
    intent: "place",
    checkoutKey: newId(),
    shownTotal: TOTAL,
    name: "张三",
    phone: "13800000000",
    province: "31",
    addressLine: "浦东新区测试路 1 号",
    ...more,
  };
}

type Answer = { readonly errors: Readonly<Record<string, readonly string[]>>; readonly notice: string | null };

async function refused(fields: Fields, status = 422): Promise<Answer> {
  const answer = await call(checkoutAction, post("/checkout", fields, cookie));
  expect(answer.status).toBe(status);
  expect(await ordersOf(fields)).toBe(0);
  return (await answer.json()) as Answer;
}

const ordersOf = (fields: Fields) => db().order.count({ where: { checkoutKey: fields["checkoutKey"] ?? newId() } });

async function placed(fields: Fields, cookies = cookie) {
  const answer = await call(checkoutAction, post("/checkout", fields, cookies));
  expect(answer.headers.get("Location")).toMatch(/\/c\/pay\//);
  const order = await db().order.findUniqueOrThrow({ where: { checkoutKey: fields["checkoutKey"] ?? "" } });
  const payment = await db().payment.findFirstOrThrow({ where: { orderId: order.id } });
  return { order, sessionId: payment.sessionId ?? "", url: answer.headers.get("Location") ?? "" };
}

describe("bad luck", () => {
  test("goods unpublished between cart and pay are refused by name, and nothing is charged", async () => {
    await db().listing.update({ where: { id: plum.listingId }, data: { status: "UNPUBLISHED" } });
    const { errors } = await refused(filled());
    expect(errors[""]?.[0]).toMatch(/已下架.*没有扣款/);
  });

  test("a price that changes while the shopper is at Stripe leaves the order's price, and what is posted, as agreed", async () => {
    const { order, sessionId } = await placed(filled());
    const expected = await expectedSplit(db(), order.id);
    await db().variant.update({ where: { id: plum.variantId }, data: { priceFen: 9_990n } });
    await db().listing.update({ where: { id: plum.listingId }, data: { status: "UNPUBLISHED" } });
    const sold = () => db().$queryRaw`${packsSold(Prisma.sql`${plum.listingId}::uuid`)}`;
    expect(await sold(), "what is not paid is not sold").toEqual([]);
    sandbox.pay(sessionId, "card");
    await sandbox.flush();
    expect(await sold()).toEqual([{ listing_id: plum.listingId, packs: 1 }]);
    const paid = await db().order.findUniqueOrThrow({ where: { id: order.id }, include: { lines: true } });
    expect(paid).toMatchObject({ state: "PAID", totalFen: BigInt(TOTAL) });
    expect(paid.lines.find(({ kind }) => kind === "GOODS")?.unitPriceFen).toBe(3_990n);
    const [posted] = await db().$queryRaw<[{ fen: bigint }]>`
      SELECT sum(amount_fen)::bigint AS fen FROM posting WHERE source = 'stripe' AND destination = ${`order:${order.id}`}`;
    expect(posted.fen).toBe(BigInt(TOTAL));
    const { parts } = await orderReceipt(db(), order.id);
    const given = new Map(parts.map(({ kind, givenFen }) => [kind, givenFen]));
    expect(new Map(expected.map(({ kind, amountFen }) => [kind, amountFen]))).toEqual(given);
    expect(expected.find(({ kind }) => kind === "HOUSEHOLD")?.amountFen).toBeGreaterThan(0n);
  });

  test("the back button and a second tab: a paid form shows its order, another form is another order", async () => {
    const fields = filled();
    const { order, sessionId, url } = await placed(fields);
    const again = await call(checkoutAction, post("/checkout", fields, cookie));
    expect(again.headers.get("Location")).toBe(url);
    sandbox.pay(sessionId, "card");
    await sandbox.flush();
    const back = await call(checkoutAction, post("/checkout", { variant: plum.variantId, ...fields }, cookie));
    expect(back.headers.get("Location")).toMatch(/^\/orders\/[\w-]{43}\?notice=earlier$/);
    const other = await placed({ ...filled(), variant: plum.variantId, quantity: "1" });
    expect(other.order.id).not.toBe(order.id);
    expect(await db().order.count({ where: { checkoutKey: fields["checkoutKey"] ?? "" } })).toBe(1);
  });
});

test("the ribbon beside the total is what the order would post, to the fen, with a discount", async () => {
  const two = await aListingWithStock({ cooperativeId: plum.cooperativeId, priceFen: 1_777n });
  await addToCart(db(), { tokenHash: hashToken(token), variantId: two.variantId, quantity: 3, now: new Date() });
  const code = await aPromotion({ funder: "SELLER", amountFen: 333n, sellerId: plum.cooperativeId });
  await db().promotion.updateMany({ where: { code }, data: { validTo: new Date(Date.now() + 3_600_000) } });
  const fields = filled({ promotion: code, intent: "quote" });
  const { sum: shown } = (await (await call(checkoutAction, post("/checkout", fields, cookie))).json()) as {
    sum: { totalFen: number; split: readonly { kind: string; amountFen: number }[] };
  };
  const { order } = await placed({ ...fields, intent: "place", shownTotal: String(shown.totalFen) });
  const expected = await expectedSplit(db(), order.id);
  expect(shown.split).toEqual(expected.map(({ kind, amountFen }) => ({ kind, amountFen: Number(amountFen) })));
  expect(shown.split.reduce((fen, part) => fen + part.amountFen, 0)).toBe(shown.totalFen);
});

describe("tampering", () => {
  test.each([
    ["a cheaper total", { shownTotal: "1" }, /价格有变化.*没有扣款/],
    ["a total of nothing", { shownTotal: "0" }, /没有扣款/],
    ["a province that is none", { province: "99" }, /请选择省份/],
    ["another seller's discount code", { promotion: "' OR 1=1 --" }, /没有这个优惠码/],
    ["more packs than one order holds", { quantity: "999" }, /只剩|最多/],
  ])("%s is refused in words", async (_what, twist, words) => {
    const { errors } = await refused(filled({ variant: plum.variantId, ...twist }));
    expect(Object.values(errors).flat().join()).toMatch(words);
  });

  test.each(["-1", "1e3", "0", "18446744073709551616", "1.5", "🥝"])(
    "a quantity of %j buys one pack, as shown",
    async (quantity) => {
      const { order } = await placed(filled({ variant: plum.variantId, quantity }));
      expect(order.totalFen).toBe(BigInt(TOTAL));
    },
  );

  test("a variant that is none, or a form without its key, places nothing", async () => {
    const unknown = await call(checkoutAction, post("/checkout", filled({ variant: newId() }), "")).catch(
      (thrown: unknown) => thrown as Response,
    );
    expect((unknown as Response).headers.get("Location")).toBe("/cart");
    const fields = filled({ checkoutKey: "1" });
    const answer = await call(checkoutAction, post("/checkout", fields, cookie));
    expect(answer.status).toBe(400);
    expect(
      await db().order.count({ where: { cartId: { not: null }, lines: { some: { variantId: plum.variantId } } } }),
    ).toBe(0);
  });

  test("the cart takes no price from the browser, and no goods that are not there", async () => {
    const put = (fields: Fields) => call(cartAction as typeof checkoutAction, post("/cart", fields, cookie));
    await put({ intent: "add", variant: plum.variantId, quantity: "2", price: "1", priceFen: "1" });
    const line = await db().cartLine.findFirstOrThrow({ where: { variantId: plum.variantId } });
    expect(line).toMatchObject({ quantity: 3, priceSeenFen: 3_990n });
    for (const variant of [newId(), "1", "' OR 1=1 --"]) {
      const answer = await put({ intent: "add", variant, quantity: "1" });
      expect(answer.headers.get("Location")).toBe("/cart?notice=not-added");
    }
    expect(await db().cartLine.count({ where: { cart: { tokenHash: hashToken(token) } } })).toBe(1);
  });
});

describe("what is written down", () => {
  test.each([
    ["Latin", "José Núñez", "Room 3, 1 Century Avenue, Pudong"],
    ["Cyrillic", "Иван Петров", "ул. Столетия, д. 5, Пудун"],
    ["Uyghur", "ئالىم تۇرسۇن", "تىيانشان رايونى 12-قورو"],
    ["rare Han", "𠮷田㐂", "浦东新区𪚥𪚥路 1 号"],
  ])("an address in %s stays as it was typed", async (_alphabet, name, addressLine) => {
    const { order } = await placed(filled({ name, addressLine }));
    expect(order).toMatchObject({ buyerName: name, addressLine });
  });

  test.each([
    ["name", "12345678"],
    ["name", "张三😀"],
    ["name", "张\u202e三"],
    ["name", "<img src=x>"],
    ["addressLine", "浦东新区🏠路 1 号"],
    ["addressLine", "123456"],
    ["phone", "1380000000O"],
    ["phone", "138000000001380000"],
    ["note", "放门口\u0007"],
    ["invoiceTitle", "演示🏢公司"],
  ])(
    "%s %j cannot be printed for a carrier: a sentence at the field, what was typed stays, nothing is placed",
    async (field, value) => {
      const typed = field === "invoiceTitle" ? { invoiceKind: "PERSONAL", [field]: value } : { [field]: value };
      const answer = await refused(filled(typed));
      expect(Object.keys(answer.errors)).toEqual([field]);
      expect(answer.errors[field]?.[0]).toMatch(/[\p{Script=Han}]{4}/u);
      expect((answer as unknown as { fields: Fields }).fields[field]).toBe(value);
    },
  );

  test("the address book refuses what a parcel cannot bear, and keeps no row of it", async () => {
    const shopper = await aShopper(aMobile(), new Date());
    const keep = (changes: Fields) =>
      call(
        addressesAction as typeof checkoutAction,
        post("/account/addresses", { ...filled(changes), intent: "add" }, shopper.cookie),
      );
    const answer = await keep({ name: "😀😀" });
    expect(answer.status).toBe(422);
    expect(await db().savedAddress.count({ where: { userId: shopper.userId } })).toBe(0);
    await keep({ name: "ئالىم تۇرسۇن" });
    expect(await db().savedAddress.findMany({ where: { userId: shopper.userId } })).toMatchObject([
      { name: "ئالىم تۇرسۇن" },
    ]);
  });

  test("a company's invoice has a title and a checked number, a personal one no number, and none is none", async () => {
    const company = { invoiceKind: "COMPANY", invoiceTitle: "演示公司" };
    const without = await refused(filled(company));
    expect(without.errors).toHaveProperty("invoiceTaxNumber");
    expect((await refused(filled({ ...company, invoiceTaxNumber: "91350100M000100Y44" }))).errors).toHaveProperty(
      "invoiceTaxNumber",
    );
    expect((await refused(filled({ invoiceTitle: "演示公司" }))).errors).toHaveProperty("invoiceKind");
    expect((await refused(filled({ invoiceKind: "PERSONAL" }))).errors).toHaveProperty("invoiceTitle");
    const { order } = await placed(filled({ ...company, invoiceTaxNumber: "9135 0100 m000 100Y43" }));
    expect(order).toMatchObject({ ...company, invoiceTaxNumber: "91350100M000100Y43" });
    const { order: own } = await placed(
      filled({ invoiceKind: "PERSONAL", invoiceTitle: "张三", invoiceTaxNumber: "x" }),
    );
    expect(own).toMatchObject({ invoiceKind: "PERSONAL", invoiceTaxNumber: null });
    const { order: none } = await placed(filled());
    expect(none).toMatchObject({ invoiceKind: null, invoiceTitle: null, impactConsent: false });
  });

  test("an institution says who accepts the goods, and its treasury's code; nobody else's order keeps either", async () => {
    const school = {
      invoiceKind: "INSTITUTION",
      invoiceTitle: "演示县第一小学",
      invoiceTaxNumber: "91350100M000100Y43",
    };
    const acceptance = { acceptanceContact: "王老师 13800000000", transferCode: "832-20261128" };
    expect((await refused(filled(school))).errors).toHaveProperty("acceptanceContact");
    const bothWrong = (await refused(filled({ ...school, province: "" }))).errors;
    expect(Object.keys(bothWrong).toSorted(), "all of it at once").toEqual(["acceptanceContact", "province"]);
    expect((await refused(filled({ ...school, ...acceptance, invoiceTaxNumber: "" }))).errors).toHaveProperty(
      "invoiceTaxNumber",
    );
    expect((await refused(filled({ ...school, ...acceptance, transferCode: "转账🥝" }))).errors).toHaveProperty(
      "transferCode",
    );
    expect((await refused(filled(acceptance))).errors).toHaveProperty("invoiceKind");
    const { order } = await placed(filled({ ...school, ...acceptance }));
    expect(order).toMatchObject({ ...school, ...acceptance });
    const { order: own } = await placed(filled({ invoiceKind: "PERSONAL", invoiceTitle: "张三", ...acceptance }));
    expect(own).toMatchObject({ invoiceKind: "PERSONAL", acceptanceContact: null, transferCode: null });
  });

  test("who is signed in has the order and, when asked for, the address; consent is what was ticked", async () => {
    const shopper = await aShopper(aMobile(), new Date());
    const both = `${cookie}; ${shopper.cookie}`;
    const { order } = await placed(filled({ keep: "on", impact: "on" }), both);
    expect(order).toMatchObject({ userId: shopper.userId, impactConsent: true });
    const kept = await db().savedAddress.findMany({ where: { userId: shopper.userId } });
    expect(kept).toMatchObject([{ name: "张三", provinceCode: "31", isDefault: true }]);
    const guest = await placed(filled({ keep: "on", variant: plum.variantId }), "");
    expect(guest.order.userId).toBeNull();
    expect(await db().savedAddress.count({ where: { userId: shopper.userId } })).toBe(1);
  });

  test("one box is read into the fields and nothing is placed by it", async () => {
    const fields = filled({ intent: "parse", name: "", phone: "", province: "", addressLine: "" });
    const pasted = { ...fields, paste: "李小四，138 0000 0001，江苏省南京市玄武区珠江路1号" };
    const answer = await call(checkoutAction, post("/checkout", pasted, cookie));
    const { fields: read } = (await answer.json()) as { fields: Fields };
    expect(answer.status).toBe(200);
    expect(read).toMatchObject({
      name: "李小四",
      phone: "13800000001",
      province: "32",
      addressLine: "南京市玄武区珠江路1号",
    });
    expect(await ordersOf(fields)).toBe(0);
  });

  test("the order's page tells nobody the whole name, number or address", async () => {
    const { order } = await placed(filled({ note: "请放门卫" }));
    const found = await call(checkoutAction, post("/checkout", filled({ checkoutKey: order.checkoutKey }), cookie));
    expect(found.headers.get("Location")).toBeTruthy();
    const { orderToken } = await import("~/orders/access-token.server");
    const page = await orderLoader({
      request: new Request("http://shop.test/orders/x"),
      params: { token: orderToken(order.id) },
      context: {},
    });
    const text = await page.text();
    for (const secret of ["张三", "13800000000", "测试路"]) expect(text).not.toContain(secret);
  });
});
