import type { SerializeFrom } from "@remix-run/node";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openExport } from "~/access/open-export.server";
import { requestExport } from "~/access/request-export.server";
import { runExport } from "~/access/run-export.server";
import { newId } from "~/kernel/ids";
import { addHours } from "~/kernel/period";
import { recordOrderEvent } from "~/orders/order-store.server";
import { paths } from "~/paths";
import { db, withTransaction } from "~/platform/db.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { loader as performancePage } from "~/routes/official/cooperative-performance";
import { loader as purchasesPage } from "~/routes/official/institution-purchases";
import { loader as linkagePage } from "~/routes/official/linkage";
import { GOV_EXPORTS } from "~/settlement/export-kinds.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aRefund, aSale, releaseSale, RELEASED_AT, SOLD_AT, type Sale } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { visit } from "../cooperative-console/visit";

// What cooperatives of an area sold and what institutions bought of its goods, beside SQL that knows orders and postings only.

const VILLAGE = "341021203201";
const OTHER = "341021204201";
const MONTHS = { from: "2026-03", to: "2026-03" };

const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
let county: Person;
let village: Person;
let elsewhere: Person;
let home: string;
let far: string;

async function sold(cooperativeId: string, householdId: string, quantity: number, unit?: string): Promise<Sale> {
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [{ householdId, grams: 40_000, priceFen: 600n }]);
  const lines = [{ unitPriceFen: 3_990n, quantity, picks: [{ lot, grams: quantity * 2_500 }] }];
  const sale = await aSale([{ lines, freightFen: 800n }]);
  if (unit !== undefined) {
    const data = { invoiceKind: "INSTITUTION", invoiceTitle: unit, acceptanceContact: "周老师 13800000001" };
    await db().order.update({ where: { id: sale.orderId }, data });
  }
  return sale;
}

/** Opened at the sale; answered after so many hours, taken back after others, or neither. */
async function claimed(sale: Sale, { answered, closed }: { answered?: number; closed?: number }): Promise<void> {
  const [id, { orderId, lines }] = [newId(), sale];
  await db().claim.create({
    data: {
      ...{ id, number: `S${id.slice(-10)}`, orderId, orderLineId: lines[0]?.id ?? "", openedAt: SOLD_AT },
      ...{ kind: "SPOILAGE", state: closed === undefined ? "OPEN" : "WITHDRAWN", quantity: 1, words: "烂了" },
      ...{ requestKey: newId(), closedAt: closed === undefined ? null : addHours(SOLD_AT, closed) },
    },
  });
  if (answered === undefined) return;
  const at = addHours(SOLD_AT, answered);
  await withTransaction("test", (tx) =>
    recordOrderEvent(tx, { orderId, kind: "CLAIM_REFUSED", at, data: { claimId: id } }),
  );
}

beforeAll(async () => {
  await owner.connect();
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(OTHER, "别村");
  county = await anOfficial("341021");
  village = await anOfficial(VILLAGE);
  elsewhere = await anOfficial(OTHER);
  home = await anApprovedCooperative({ name: "昌溪合作社", areaCode: VILLAGE, declaredHouseholds: 12 });
  far = await anApprovedCooperative({ name: "别村合作社", areaCode: OTHER });
  const [wang, li, zhao] = [
    await aHousehold({ areaCode: VILLAGE }),
    await aHousehold({ areaCode: VILLAGE }),
    await aHousehold({ areaCode: OTHER }),
  ];
  for (const { id } of [wang, li]) await joined(home, id);
  await joined(far, zhao.id);
  const first = await sold(home, wang.id, 3);
  await aRefund(first, [[0, 1_995n]]);
  await releaseSale(first);
  const school = await sold(home, li.id, 2, "演示中学食堂");
  await aRefund(school, [[0, 1_000n]]);
  await sold(home, wang.id, 1, "演示中学食堂");
  const clinic = await sold(far, zhao.id, 4, "演示卫生院");
  // The goods of an order lie where they are from: those of the far cooperative in its own village.
  await owner.query("ALTER TABLE order_line DISABLE TRIGGER USER");
  await owner.query("UPDATE order_line SET area_code = $1 WHERE order_id = $2", [OTHER, clinic.orderId]);
  await owner.query("ALTER TABLE order_line ENABLE TRIGGER USER");
  await releaseSale(school);
  await db().acceptance.create({
    data: {
      ...{ id: newId(), orderId: school.orderId, shipmentId: school.shipmentIds[0] ?? "", acceptedBy: "周老师" },
      ...{ acceptedOn: RELEASED_AT, result: "FULL", requestKey: newId(), recordedAt: RELEASED_AT },
    },
  });
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
  await claimed(first, { answered: 10 });
  await claimed(first, { answered: 60 });
  await claimed(first, {});
  await claimed(first, { closed: 5 });
}, 180_000);

afterAll(() => owner.end());

/** Sums of orders, refunds and postings, one statement a figure. */
async function byHand(orders: string, parameter: string) {
  const one = async (sql: string) => String((await owner.query<{ fen: string }>(sql, [parameter])).rows[0]?.fen);
  const lines = `SELECT l.id FROM order_line l JOIN customer_order o ON o.id = l.order_id JOIN shipment s ON s.id = l.shipment_id
    WHERE l.kind = 'GOODS' AND ${orders}`;
  return {
    sold: await one(`SELECT coalesce(sum(net_fen), 0) AS fen FROM order_line WHERE id IN (${lines})`),
    refunded: await one(
      `SELECT coalesce(sum(amount_fen), 0) AS fen FROM refund_line WHERE order_line_id IN (${lines})`,
    ),
    shared:
      await one(`SELECT coalesce(sum(CASE WHEN source LIKE 'order:%' AND destination LIKE 'household:%' THEN amount_fen
        WHEN source LIKE 'household:%' AND destination LIKE 'order:%' THEN -amount_fen ELSE 0 END), 0) AS fen
      FROM posting WHERE order_line_id IN (${lines})`),
  };
}

const performance = async (person: Person, query: Record<string, string> = {}) =>
  (await visit(performancePage, paths.gov.cooperativePerformance({ ...MONTHS, ...query }), person.cookie))
    .data as SerializeFrom<typeof performancePage>;
const purchases = async (person: Person, query: Record<string, string> = {}) =>
  (await visit(purchasesPage, paths.gov.institutionPurchases({ ...MONTHS, ...query }), person.cookie))
    .data as SerializeFrom<typeof purchasesPage>;

test("a cooperative's sales, refunds and households' part are the orders' and postings'; claims answered late or never count", async () => {
  const { rows, totals } = await performance(county);
  expect(rows.map(({ name }) => name)).toEqual(["别村合作社", "昌溪合作社"]);
  const row = rows.find(({ id }) => id === home);
  const raw = await byHand("s.seller_id = $1::uuid", home);
  expect(BigInt(raw.refunded)).toBe(2_995n);
  expect(BigInt(raw.shared)).toBeGreaterThan(0n);
  expect(row).toMatchObject({
    listings: 0,
    orders: 3,
    soldFen: Number(raw.sold),
    refundedFen: Number(raw.refunded),
    sharedFen: Number(raw.shared),
    boughtOutFen: 0,
    // 29.95 of 239.40
    refundShare: "12.5 %",
    claims: 3,
    answeredInTime: 1,
    declared: 12,
    paid: 2,
  });
  const farRaw = await byHand("s.seller_id = $1::uuid", far);
  expect(totals.soldFen).toBe(Number(raw.sold) + Number(farRaw.sold));
  const list = (
    await visit(linkagePage, paths.gov.linkage({ ...MONTHS, coop: home, who: "paid", area: "341021" }), county.cookie)
  ).data as SerializeFrom<typeof linkagePage>;
  expect(list.totals).toMatchObject({ households: row?.paid, paidFen: row?.paidFen });
});

test("an official sees the cooperatives at home in their area and what units bought of its goods, whatever is asked", async () => {
  for (const area of ["", "341021", OTHER]) {
    const query = { area };
    expect((await performance(village, query)).rows.map(({ id }) => id)).toEqual([home]);
    expect((await purchases(village, query)).rows.map(({ unit }) => unit)).toEqual(["演示中学食堂"]);
  }
  expect((await performance(elsewhere)).rows.map(({ id }) => id)).toEqual([far]);
  expect((await purchases(elsewhere)).rows.map(({ unit }) => unit)).toEqual(["演示卫生院"]);
  const nobody = await anOfficial("511129");
  expect((await performance(nobody)).rows).toEqual([]);
  expect((await purchases(nobody)).rows).toEqual([]);
});

test("a unit's purchases are one row: orders, money, what was accepted on paper; nobody's name or telephone", async () => {
  const page = await purchases(county);
  const raw = await byHand("o.invoice_title = $1", "演示中学食堂");
  expect(page.rows.find(({ unit }) => unit === "演示中学食堂")).toEqual({
    unit: "演示中学食堂",
    orders: 2,
    boughtFen: Number(raw.sold),
    refundedFen: 1_000,
    // the order of two boxes, less its refund
    acceptedFen: 2 * 3_990 - 1_000,
    sharedFen: Number(raw.shared),
  });
  expect(page.totals.orders).toBe(3);
  expect(JSON.stringify(page)).not.toMatch(/周老师|13800000001|张三/);
  expect((await purchases(county, { from: "2026-01", to: "2026-02" })).rows).toEqual([]);
});

test.each(["gov-cooperative-performance", "gov-institution-purchases"])(
  "%s as a file is the list on the screen",
  async (kindName) => {
    const now = new Date("2026-04-03T02:00:00Z");
    const screen = kindName === "gov-institution-purchases" ? await purchases(village) : await performance(village);
    const parameters = new URLSearchParams({ ...MONTHS, area: "341021" }).toString();
    const ask = { kinds: GOV_EXPORTS, kindName, parameters, now };
    expect(await requestExport({ ...ask, actor: (await anOfficial("511129")).actor })).toMatchObject({
      failure: { kind: "no-rows" },
    });
    const requested = await requestExport({ ...ask, actor: village.actor });
    if (!requested.ok) throw new Error(requested.failure.kind);
    const { jobId } = requested.value;
    expect(await runExport({ kinds: GOV_EXPORTS, jobId, clock: () => now })).toBe(true);
    const file = await openExport({ actor: village.actor, kinds: GOV_EXPORTS, jobId, now });
    const table = await readSpreadsheet(new Uint8Array(await new Response(file?.body).arrayBuffer()));
    if (!table.ok) throw new Error(table.failure.kind);
    expect(table.value.rows).toHaveLength(screen.page.total);
    const [row] = screen.rows as unknown as Record<string, string | number>[];
    const cells = table.value.rows[0]?.cells ?? [];
    const yuan = (key: string) => String(Number(row?.[key]) / 100);
    const shown =
      kindName === "gov-institution-purchases"
        ? [
            row?.["unit"],
            row?.["orders"],
            yuan("boughtFen"),
            yuan("refundedFen"),
            yuan("acceptedFen"),
            yuan("sharedFen"),
          ]
        : [
            row?.["name"],
            row?.["listings"],
            row?.["orders"],
            yuan("soldFen"),
            yuan("refundedFen"),
            row?.["refundShare"],
          ];
    expect(cells.slice(0, 6).map((cell) => (/^[\d.]+$/.test(cell) ? String(Number(cell)) : cell))).toEqual(
      shown.map(String),
    );
  },
);
