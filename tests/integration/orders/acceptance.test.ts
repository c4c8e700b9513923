import type { LoaderFunction } from "@remix-run/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays, addMinutes, dayOf } from "~/kernel/period";
import { accountData } from "~/orders/account-data-store.server";
import { orderToken } from "~/orders/access-token.server";
import { acceptancesOfOrder } from "~/orders/acceptance-store.server";
import { closeAccount, forgetClosedBuyers } from "~/orders/close-account.server";
import { myOrders } from "~/orders/my-orders-store.server";
import type { ShippingAddress } from "~/orders/order-store.server";
import { recordAcceptance, type RecordAcceptance } from "~/orders/record-acceptance.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { mediaKey } from "~/media/media-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { getObject } from "~/platform/storage.server";
import * as coopOrder from "~/routes/cooperative/order";
import * as deskList from "~/routes/operator/acceptances";
import * as media from "~/routes/resources/media";
import * as acceptancePage from "~/routes/shop/acceptance";
import * as sheet from "~/routes/shop/acceptance-sheet";
import * as orderPage from "~/routes/shop/order";
import * as orderPhoto from "~/routes/shop/order-photo";
import { anOperator, aPerson, type Person } from "#tests/builders/access";
import { photoBytes } from "#tests/builders/catalog";
import { aListingWithStock, anAddress, type AListing } from "#tests/builders/orders";
import { aPaidOrder, aStripe, clock, closeStripe, footprint, violations, work } from "#tests/builders/payments";
import { aCode, aShopper } from "#tests/builders/shoppers";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";
import { errorsOf, submit, typedOf, visit } from "../cooperative-console/visit";

let stripe: Sandbox;
let plums: AListing;
let jars: AListing;
let paper: Uint8Array;
let manager: Person;
let packer: Person;
let neighbour: Person;
let operator: Person;

beforeAll(async () => {
  stripe = aStripe();
  plums = await aListingWithStock({ lots: [10_000_000] });
  jars = await aListingWithStock({ lots: [10_000_000], perishable: false });
  paper = await photoBytes({ width: 600, height: 800 });
  manager = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: plums.cooperativeId }] });
  packer = await aPerson({ roles: [{ role: "COOP_PACKER", scopeId: plums.cooperativeId }] });
  neighbour = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: jars.cooperativeId }] });
  operator = await anOperator();
});
afterAll(() => closeStripe(stripe));
beforeEach(() => {
  // The pages read the clock on the wall.
  clock.now = new Date();
});
afterEach(async () => {
  await work(stripe);
  expect(await violations()).toEqual({});
});

const SCHOOL: ShippingAddress = {
  ...anAddress,
  invoiceKind: "INSTITUTION",
  invoiceTitle: "演示中学食堂",
  invoiceTaxNumber: "12340000MB1234567X",
  acceptanceContact: "周老师 13800000001",
  transferCode: "YS-2026-11",
};

type Sent = Awaited<ReturnType<typeof sent>>;

/** A school's order of two sellers' goods, paid, and the plums on their way. */
async function sent(address: Partial<ShippingAddress> = {}) {
  const bought = [plums, jars].map(({ variantId }) => ({ variantId, quantity: 2 }));
  const order = await aPaidOrder(stripe, bought, { address: { ...SCHOOL, ...address } });
  const shipments = await db().shipment.findMany({ where: { orderId: order.orderId } });
  const of = ({ cooperativeId }: AListing) => shipments.find(({ sellerId }) => sellerId === cooperativeId)?.id ?? "";
  await ship(of(plums));
  return { ...order, token: orderToken(order.orderId), plums: of(plums), jars: of(jars), at: clock.now };
}

const ship = async (shipmentId: string, content?: { orderLineId: string; quantity: number }[]) => {
  const given = { actor: systemActor, shipmentId, trackingNumber: "YS000001", content, now: clock.now };
  expect(await shipShipment(given)).toMatchObject({ ok: true });
};

const accept = (order: Sent, changes: Partial<RecordAcceptance> = {}) =>
  recordAcceptance({
    access: { token: order.token },
    orderId: order.orderId,
    shipmentId: order.plums,
    acceptedBy: "周老师",
    acceptedOn: dayOf(order.at),
    remarks: null,
    report: [paper],
    invoice: [],
    requestKey: newId(),
    now: order.at,
    ...changes,
  });

const papersOf = (orderId: string) =>
  db().media.findMany({ where: { kind: "ACCEPTANCE", ownerId: orderId }, orderBy: { createdAt: "asc" } });
const eventsOf = async (orderId: string) =>
  (await db().orderEvent.findMany({ where: { orderId }, orderBy: { id: "asc" } })).map(({ kind }) => kind);
const stateOf = async (id: string) => (await db().shipment.findUniqueOrThrow({ where: { id } })).state;

describe("an institution's acceptance", () => {
  test("is recorded with its private papers, confirms what was sent by that seller, and stands in the timeline", async () => {
    const order = await sent();
    expect(await accept(order, { report: [paper, paper], invoice: [paper] })).toMatchObject({ ok: true });
    expect(await acceptancesOfOrder(db(), order.orderId)).toMatchObject([
      {
        shipmentId: order.plums,
        acceptedBy: "周老师",
        acceptedOn: dayOf(order.at),
        remarks: null,
        pages: [{ kind: "REPORT" }, { kind: "REPORT" }, { kind: "INVOICE" }],
      },
    ]);
    expect((await papersOf(order.orderId)).map((one) => one.public)).toEqual([false, false, false]);
    expect([await stateOf(order.plums), await stateOf(order.jars)]).toEqual(["DELIVERED", "PENDING"]);
    const { data } = await visit(orderPage.loader, "/x", undefined, { token: order.token });
    const told = (data as { events: { kind: string }[] }).events.map(({ kind }) => kind);
    expect(told.slice(-2)).toEqual(["SHIPMENT_DELIVERED", "ACCEPTANCE_RECORDED"]);
  });

  test("sent twice, one after the other or at once, is one, and leaves no picture behind", async () => {
    const order = await sent();
    const requestKey = newId();
    const all = await Promise.all([1, 2, 3].map(() => accept(order, { requestKey })));
    const again = await accept(order, { requestKey });
    expect(all.filter(({ ok }) => ok)).toHaveLength(3);
    expect(new Set([...all, again].map((one) => JSON.stringify(one)))).toHaveLength(1);
    expect(await acceptancesOfOrder(db(), order.orderId)).toHaveLength(1);
    expect(await papersOf(order.orderId)).toHaveLength(1);
    const events = await eventsOf(order.orderId);
    expect(events.filter((kind) => kind === "ACCEPTANCE_RECORDED")).toHaveLength(1);
    expect(events.filter((kind) => kind === "SHIPMENT_DELIVERED")).toHaveLength(1);
  });

  test("is added to, and nothing of it is changed or taken away", async () => {
    const order = await sent();
    await accept(order);
    const claimUntil = (await db().shipment.findUniqueOrThrow({ where: { id: order.plums } })).claimUntil;
    const later = { report: [], now: addDays(order.at, 1), acceptedOn: dayOf(addDays(order.at, 1)) };
    expect(await accept(order, { ...later, remarks: "复核时发现少一箱" })).toMatchObject({ ok: true });
    const last = addDays(order.at, 2);
    const invoice = { ...later, now: last, acceptedOn: dayOf(last), invoice: [paper] };
    expect(await accept(order, invoice)).toMatchObject({ ok: true });
    const all = await acceptancesOfOrder(db(), order.orderId);
    expect(all.map(({ remarks }) => remarks)).toEqual([null, "复核时发现少一箱", null]);
    expect((await db().shipment.findUniqueOrThrow({ where: { id: order.plums } })).claimUntil).toEqual(claimUntil);

    const id = all[0]?.id ?? "";
    await expect(db().acceptance.update({ where: { id }, data: { acceptedBy: "李老师" } })).rejects.toThrow();
    await expect(db().acceptance.update({ where: { id }, data: { result: "REMARKS" } })).rejects.toThrow();
    await expect(db().acceptance.delete({ where: { id } })).rejects.toThrow();
    await expect(db().acceptancePage.deleteMany({ where: { acceptanceId: id } })).rejects.toThrow();
    expect(await acceptancesOfOrder(db(), order.orderId)).toEqual(all);
  });

  test("of a part that was sent confirms that part, and the rest is accepted when it has come", async () => {
    const order = await aPaidOrder(stripe, [{ variantId: plums.variantId, quantity: 2 }], { address: SCHOOL });
    const shipment = await db().shipment.findFirstOrThrow({ where: { orderId: order.orderId } });
    const line = await db().orderLine.findFirstOrThrow({ where: { orderId: order.orderId, kind: "GOODS" } });
    await ship(shipment.id, [{ orderLineId: line.id, quantity: 1 }]);
    const school = { ...order, token: orderToken(order.orderId), plums: shipment.id, jars: "", at: clock.now };
    expect(await accept(school)).toMatchObject({ ok: true });
    expect(await stateOf(shipment.id)).toBe("PART_SHIPPED");
    await ship(shipment.id);
    expect(await accept(school)).toMatchObject({ ok: true });
    expect(await stateOf(shipment.id)).toBe("DELIVERED");
  });

  test.each([
    ["without the signed paper", { report: [] }, "report-missing"],
    ["before the goods had left", { acceptedOn: "2020-01-01" }, "day"],
    ["on a day to come", { acceptedOn: "2199-01-01" }, "day"],
    ["with a PDF", { report: [new TextEncoder().encode("%PDF-1.7")] }, "photo"],
    ["with a good page and then one that is none", { invoice: [new TextEncoder().encode("<svg/>")] }, "photo"],
    ["with another order's link", { access: { token: "x".repeat(43) } }, "not-found"],
    ["of another order's goods", { shipmentId: newId() }, "not-found"],
  ] as [string, Partial<RecordAcceptance>, string][])(
    "%s is refused, and nothing changed",
    async (_, changes, kind) => {
      const order = await sent();
      const before = await footprint();
      expect(await accept(order, changes)).toMatchObject({ ok: false, failure: { kind } });
      expect(await acceptancesOfOrder(db(), order.orderId)).toEqual([]);
      expect(await papersOf(order.orderId)).toEqual([]);
      expect(await stateOf(order.plums)).toBe("SHIPPED");
      expect(await footprint()).toEqual(before);
    },
  );

  test("of goods that have not left, of another order's form, or of no institution, is refused", async () => {
    const order = await sent();
    expect(await accept(order, { shipmentId: order.jars })).toMatchObject({ failure: { kind: "not-sent" } });
    const requestKey = newId();
    await accept(order, { requestKey });
    const other = await sent();
    expect(await accept(other, { requestKey })).toMatchObject({ failure: { kind: "not-found" } });
    expect(await accept(order, { report: [] })).toMatchObject({ failure: { kind: "nothing-new" } });
    const company = await sent({ invoiceKind: "COMPANY", acceptanceContact: undefined, transferCode: undefined });
    expect(await accept(company)).toMatchObject({ failure: { kind: "not-found" } });
    expect(await acceptancesOfOrder(db(), company.orderId)).toEqual([]);
  });
});

describe("who sees it", () => {
  test("the order's holder, its seller's books and the platform; the packer, the other seller and strangers do not", async () => {
    const order = await sent();
    await accept(order, { acceptedBy: "李会计", remarks: "有两盒破损" });
    const [page] = await papersOf(order.orderId);
    const photo = { id: page?.id ?? "", name: "375.webp" };
    const other = await sent();
    const own = async (token: string) => (await visit(orderPhoto.loader, "/x", undefined, { token, ...photo })).status;
    expect([await own(order.token), await own(other.token), await own("x".repeat(43))]).toEqual([200, 404, 404]);

    const treasurer = await aPerson({ roles: [{ role: "COOP_TREASURER", scopeId: plums.cooperativeId }] });
    const finance = await aPerson({ roles: [{ role: "FINANCE" }] });
    const seen = async (person?: Person) => (await visit(media.loader, "/x", person?.cookie, photo)).status;
    for (const person of [manager, treasurer, operator, finance]) expect(await seen(person)).toBe(200);
    for (const person of [packer, neighbour, undefined]) expect(await seen(person)).toBe(404);

    const desk = async (person: Person, shipmentId = order.plums) =>
      JSON.stringify((await visit(coopOrder.loader, "/x", person.cookie, { id: shipmentId })).data);
    for (const word of ["李会计", "有两盒破损", photo.id]) {
      expect(await desk(manager)).toContain(word);
      expect(await desk(packer)).not.toContain(word);
      expect(await desk(neighbour, order.jars)).not.toContain(word);
    }
    expect(await desk(packer), "that it was accepted is no secret of the books").toContain("单位上传验收单");
    const list = await visit(deskList.loader, paths.ops.acceptances(), operator.cookie);
    expect(JSON.stringify(list.data)).toContain("演示中学食堂");
    expect((await visit(deskList.loader, paths.ops.acceptances(), manager.cookie)).status).toBe(404);
    expect((await visit(deskList.loader, paths.ops.acceptances())).status).not.toBe(200);
  });

  test("the account it belongs to takes it along, and forgets it with the order, papers and all", async () => {
    const shopper = await aShopper();
    const order = await sent({ phone: shopper.contact.address });
    await accept(order, { remarks: "少一箱" });
    await ship(order.jars);
    await accept(order, { shipmentId: order.jars, now: addMinutes(order.at, 1), acceptedOn: dayOf(order.at) });
    const papers = await papersOf(order.orderId);
    const { rows } = await myOrders(db(), shopper.userId, { number: 1, size: 5 });
    expect(rows).toMatchObject([{ isInstitution: true, shipmentStates: ["DELIVERED", "DELIVERED"] }]);
    const { orders } = await accountData(db(), shopper.userId);
    expect(orders[0]?.acceptances).toMatchObject([{ acceptedBy: "周老师", remarks: "少一箱" }, { remarks: null }]);
    expect(orders[0]?.acceptances[0]?.papers).toEqual([
      { kind: "REPORT", photo: paths.shop("zh").orderPhoto(order.token, papers[0]?.id ?? "", "1125.webp") },
    ]);
    const file = mediaKey(papers[0]?.id ?? "", "375.webp");
    expect(await getObject(file)).toBeDefined();

    const now = addDays(order.at, 30);
    const code = await aCode(shopper.contact, "CLOSE", now, shopper.userId);
    const { session, contact } = shopper;
    expect(await closeAccount({ session, contact, code, address: "a", now })).toMatchObject({ ok: true });
    await forgetClosedBuyers({ now: addDays(order.at, 3 * 365 - 10) });
    expect(await papersOf(order.orderId), "the law wants it kept for three years").toHaveLength(2);
    await forgetClosedBuyers({ now: addDays(order.at, 3 * 366) });
    const [first, second] = await acceptancesOfOrder(db(), order.orderId);
    expect([first, second]).toMatchObject([
      { acceptedBy: "—", remarks: "—", pages: [] },
      { acceptedBy: "—", remarks: null, pages: [] },
    ]);
    expect(await papersOf(order.orderId)).toEqual([]);
    expect(await getObject(file)).toBeUndefined();
  });
});

describe("its pages", () => {
  const open = (loader: LoaderFunction, token: string, query = "") =>
    visit(loader, `/orders/${token}/acceptance${query}`, undefined, { token });
  const image = (bytes: Uint8Array, type = "image/jpeg") => new Blob([new Uint8Array(bytes)], { type });
  const fill = (order: Sent, fields: Readonly<Record<string, string | Blob>> = {}) => ({
    shipment: order.plums,
    acceptedBy: "周老师",
    acceptedOn: dayOf(order.at),
    result: "FULL",
    remarks: "",
    requestKey: newId(),
    report: image(paper),
    ...fields,
  });
  const send = (order: Sent, fields: Readonly<Record<string, string | Blob>>) =>
    submit(acceptancePage.action, `/orders/${order.token}/acceptance`, undefined, fields, { token: order.token });

  test("open for the holder of an institution's order alone, filled in with the contact's name", async () => {
    const order = await sent();
    const page = await open(acceptancePage.loader, order.token);
    expect(page.data).toMatchObject({ acceptedBy: "周老师", chosen: order.plums, acceptances: [] });
    expect(page.headers.get("Cache-Control")).toBe("no-store");
    expect((await open(sheet.loader, order.token)).data).toMatchObject({
      institution: { unit: "演示中学食堂", transferCode: "YS-2026-11" },
      shipments: [{ id: expect.any(String) }, { id: expect.any(String) }],
    });
    const company = await sent({ invoiceKind: "COMPANY", acceptanceContact: undefined, transferCode: undefined });
    for (const { loader } of [acceptancePage, sheet]) {
      expect((await open(loader, company.token)).status).toBe(404);
      expect((await open(loader, "x".repeat(43))).status).toBe(404);
    }
    expect((await send(company, fill(company))).status).toBe(404);
  });

  test("name everything that is wrong at once, keep what was typed, and record nothing", async () => {
    const order = await sent();
    const typed = { shipment: "x", acceptedBy: " ", acceptedOn: "2026-02-31", result: "?", requestKey: "y" };
    const refused = await send(order, fill(order, typed));
    expect(refused.status).toBe(422);
    expect(Object.keys(errorsOf(refused)).sort()).toEqual(["", "acceptedBy", "acceptedOn", "result", "shipment"]);
    const remarks = "身份证 341021 19800101 1234";
    const personal = await send(order, fill(order, { result: "REMARKS", remarks }));
    expect(errorsOf(personal)).toEqual({ remarks: ["这里不要写身份证号或银行卡号，请删去。"] });
    expect(typedOf(personal)).toMatchObject({ acceptedBy: "周老师", remarks });
    const pdf = await send(
      order,
      fill(order, { report: image(new TextEncoder().encode("%PDF-1.7"), "application/pdf") }),
    );
    expect(errorsOf(pdf)["report"]?.[0]).toMatch(/PDF 请先打印签字/);
    const none = await send(order, fill(order, { report: new Blob([]) }));
    expect(errorsOf(none)).toEqual({ report: ["请上传签字的验收单，至少一页。"] });
    expect(await acceptancesOfOrder(db(), order.orderId)).toEqual([]);
  });

  test("lead back to the order, which says that the goods were accepted", async () => {
    const order = await sent();
    const before = await visit(orderPage.loader, "/x", undefined, { token: order.token });
    expect(before.data).toMatchObject({ stage: "TO_SHIP", order: { isInstitution: true }, acceptances: [] });
    const done = await send(order, fill(order, { result: "REMARKS", remarks: "少一盒\n其余完好" }));
    expect(done.location).toBe(paths.shop("zh").order(order.token, { notice: "accepted" }));
    const after = await visit(orderPage.loader, "/x", undefined, { token: order.token });
    expect(after.data).toMatchObject({
      acceptances: [{ shipmentId: order.plums, acceptedBy: "周老师", isFull: false, pages: 1 }],
    });
    expect(await eventsOf(order.orderId)).toContain("ACCEPTANCE_RECORDED");
  });
});
