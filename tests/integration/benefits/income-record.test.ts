import { beforeAll, describe, expect, test } from "vitest";
import {
  aCooperative,
  aLot,
  aRefund,
  aSale,
  ledgerViolations,
  releaseSale,
  RELEASED_AT,
  SOLD_AT,
  type ALot,
  type Sale,
} from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { payOut } from "#tests/builders/settlement";
import { areasBelow, householdsOfVillage } from "#tests/builders/income";
import { householdEntries, openEntry } from "~/benefits/household-entry-store.server";
import { householdRecord } from "~/benefits/household-income-store.server";
import { openOrderLine } from "~/benefits/order-line-trace-store.server";
import { areaTotals } from "~/benefits/region-income-store.server";
import { systemActor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { enterPayout } from "~/settlement/enter-payout.server";

const VILLAGE = "341021203203";
const OTHER_VILLAGE = "511129105201";
const YEAR = { from: "2026-01", to: "2026-12" } as const;
const HERE = { areaPrefixes: ["341021203"], ...YEAR };

let lot: ALot;
let sale: Sale;
let near: string;
let far: string;

beforeAll(async () => {
  near = (await aHousehold({ areaCode: VILLAGE, headName: "程桂兰" })).id;
  far = (await aHousehold({ areaCode: OTHER_VILLAGE, headName: "张福贵" })).id;
  const cooperativeId = await aCooperative();
  lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: near, grams: 60_000, priceFen: 500n },
    { householdId: far, grams: 30_000, priceFen: 500n },
    { householdId: null, grams: 10_000, priceFen: 500n },
  ]);
  const rates = { processingBps: 0, processingFixedFen: 0n, cooperativeBps: 1_000 };
  const line = { unitPriceFen: 10_000n, picks: [{ lot, grams: 5_000 }] };
  sale = await aSale([{ lines: [line] }], { rates });
  await releaseSale(sale);
  await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 30)); // in April
  await aSale([{ lines: [line] }], { rates, at: addDays(SOLD_AT, 1) }); // still waiting
  await db().membership.create({
    data: { id: newId(), cooperativeId, householdId: near, joinedOn: new Date("2024-01-01") },
  });
  const wage = await enterPayout({
    actor: systemActor,
    payoutId: newId(),
    cooperativeId,
    householdId: near,
    flow: "WAGE",
    period: "2026-03",
    amountFen: 36_000n,
    basis: "采摘 3 天 × 120 元",
    now: RELEASED_AT,
  });
  if (!wage.ok) throw new Error(wage.failure.kind);
  await db().costEntry.create({
    data: {
      id: newId(),
      householdId: near,
      period: "2026-03",
      kind: "种苗肥料",
      amountFen: 1_000n,
      basis: "化肥收据",
      evidence: "化肥收据",
      state: "APPROVED",
      proposedById: newId(),
      proposedAt: RELEASED_AT,
      decidedById: newId(),
      decidedAt: RELEASED_AT,
    },
  });
  await db().incomeLine.createMany({
    data: [
      {
        id: newId(),
        areaCode: "",
        year: 2026,
        kind: "NATIONAL_STANDARD",
        fenPerPerson: 400_000n,
        source: "测试",
        recordedAt: RELEASED_AT,
      },
      {
        id: newId(),
        areaCode: "34",
        year: 2026,
        kind: "MONITORING",
        fenPerPerson: 850_000n,
        source: "测试",
        recordedAt: RELEASED_AT,
      },
      {
        id: newId(),
        areaCode: "",
        year: 2026,
        kind: "MONITORING",
        fenPerPerson: 800_000n,
        source: "测试",
        recordedAt: RELEASED_AT,
      },
    ],
  });
});

describe("a household's record", () => {
  test("shows accrued and paid by month and class, attributed sales beside them, and the year's lines", async () => {
    const record = await householdRecord(db(), { ...HERE, householdId: near });
    // 95.00 after the platform's fee, 85.50 after the cooperative's charge, six tenths of it
    expect(record?.cells).toEqual([
      { period: "2026-03", incomeClass: "BUSINESS", accruedFen: 5_130n, paidFen: 0n, pendingFen: 5_130n },
      { period: "2026-03", incomeClass: "WAGE", accruedFen: 36_000n, paidFen: 0n, pendingFen: 0n },
      { period: "2026-04", incomeClass: "BUSINESS", accruedFen: 0n, paidFen: 5_130n, pendingFen: 0n },
    ]);
    expect(record).toMatchObject({
      headName: "程桂兰",
      attributed: [{ period: "2026-03", amountFen: 12_000n }],
      accruedFen: 41_130n,
      paidFen: 5_130n,
      pendingFen: 5_130n,
      costFen: 1_000n,
      netPaidFen: 4_130n,
      heads: { people: 2, on: "2026-12-31", frozen: null },
      perHeadPaidFen: 2_065n,
      perHeadAccruedFen: 20_065n,
      lines: [
        { kind: "MONITORING", fenPerPerson: 850_000n },
        { kind: "NATIONAL_STANDARD", fenPerPerson: 400_000n },
      ],
      checks: { accrued: { ok: true, recomputedFen: 41_130n }, paid: { ok: true, recomputedFen: 5_130n } },
    });
    expect(await ledgerViolations()).toEqual({});
  });

  test("is not there for an official of another area", async () => {
    expect(await householdRecord(db(), { ...HERE, householdId: far })).toBeUndefined();
    expect(await householdRecord(db(), { ...YEAR, areaPrefixes: [], householdId: near })).toBeUndefined();
    expect(await householdRecord(db(), { ...HERE, householdId: newId() })).toBeUndefined();
  });
});

describe("every figure opens", () => {
  test("month to entries, entry to posting and journal, with their sums", async () => {
    const scope = { areaPrefixes: HERE.areaPrefixes, householdId: near };
    const march = await householdEntries(db(), { ...scope, period: "2026-03", incomeClass: "BUSINESS" });
    expect(march.entries.map((entry) => [entry.kind, entry.pendingFen, entry.accruedFen])).toEqual([
      ["SALE", 5_130n, 0n],
      ["SALE", 5_130n, 0n],
      ["RELEASE", -5_130n, 5_130n],
    ]);
    expect(march).toMatchObject({ accruedFen: 5_130n, paidFen: 0n, pendingFen: 5_130n });

    const april = await householdEntries(db(), { ...scope, period: "2026-04" });
    expect(april.entries.map((entry) => entry.paidFen)).toEqual([5_130n]);
    expect(april.entries[0]?.voucherNumber).toMatch(/^V/);
    expect(april.entries[0]?.orderLineId).toBe(sale.lines[0]?.id);

    const [first] = march.entries;
    const opened = await openEntry(db(), {
      ...scope,
      journalId: first?.journalId ?? "",
      position: first?.position ?? 0,
    });
    expect(opened).toMatchObject({
      posting: { destination: `household:${near}:pending`, amountFen: 5_130n, part: "HOUSEHOLD" },
      journal: { sourceId: sale.orderId, postings: 6 },
      checks: { hash: true, conserved: { ok: true, shownFen: 10_000n } },
    });
  });

  test("entry to order line, picks, composition, payment and refunds; households elsewhere are not named", async () => {
    await aRefund(sale, [[0, 1_000n]], { at: addDays(RELEASED_AT, 60) });
    const opened = await openOrderLine(db(), { areaPrefixes: HERE.areaPrefixes, orderLineId: sale.lines[0]?.id ?? "" });
    expect(opened?.checks).toMatchObject({
      split: { ok: true, shownFen: 10_000n },
      remaining: { ok: true, shownFen: 9_000n },
      attributed: { ok: true, shownFen: 9_000n },
      picked: true,
      sameSplit: true,
    });
    const households = opened?.parts.filter((part) => part.kind === "HOUSEHOLD");
    expect(households?.map((part) => part.partyName).sort()).toEqual(["程桂兰", null].sort());
    expect(
      JSON.stringify(opened, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain("张福贵");
    expect(opened?.picks[0]?.rows.map((row) => row.householdName)).toEqual(["程桂兰", null, null]);
    expect(opened?.refunds.map((refund) => refund.amountFen)).toEqual([1_000n]);
    expect(opened?.payment?.amountFen).toBe(10_000n);
  });

  test("nothing opens for an official of another area", async () => {
    const elsewhere = { areaPrefixes: ["4203"] };
    expect(await openOrderLine(db(), { ...elsewhere, orderLineId: sale.lines[0]?.id ?? "" })).toBeUndefined();
    const { entries } = await householdEntries(db(), { ...elsewhere, householdId: near, period: "2026-03" });
    expect(entries).toEqual([]);
    const row = await db().posting.findFirstOrThrow({ where: { householdId: near } });
    expect(await openEntry(db(), { ...elsewhere, journalId: row.journalId, position: row.position })).toBeUndefined();
  });
});

describe("totals of an area", () => {
  test("are those of its households, at every level, within the scope only", async () => {
    const everywhere = { areaPrefixes: ["34", "51"], ...YEAR };
    const provinces = await areaTotals(db(), { ...everywhere, areaCode: "" });
    const villages = await areasBelow(HERE, "341021203", 12);
    const village = villages.find((area) => area.code === VILLAGE);
    expect(village).toMatchObject({
      households: 1,
      people: 2,
      earningHouseholds: 1,
      accruedFen: 41_130n,
      paidFen: 5_130n,
      pendingFen: 5_130n,
      costFen: 1_000n,
    });
    expect(provinces.households).toBe(2);

    const township = await areaTotals(db(), { ...HERE, areaCode: "341021203" });
    expect(township.accruedFen).toBe(villages.reduce((total, area) => total + area.accruedFen, 0n));
    const rows = await householdsOfVillage(HERE, VILLAGE);
    expect(rows.map((row) => [row.headName, row.accruedFen, row.attributedFen])).toEqual([
      ["程桂兰", 41_130n, village?.attributedFen],
    ]);
  });

  test("show nothing of areas outside the scope", async () => {
    expect(await householdsOfVillage(HERE, OTHER_VILLAGE)).toEqual([]);
    expect(await areasBelow(HERE, "511129105", 12)).toEqual([]);
    expect((await areaTotals(db(), { ...YEAR, areaPrefixes: [], areaCode: "34" })).households).toBe(0);
  });
});
