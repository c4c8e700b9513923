import { expect, test } from "vitest";
import { aPerson } from "#tests/builders/access";
import { aCooperative, aLot, aRefund, aSale, ledgerViolations, releaseSale } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { payOut } from "#tests/builders/settlement";
import { systemActor } from "~/access/actor";
import { addDays } from "~/kernel/period";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { closePeriod } from "~/settlement/close-period.server";
import { enterPayout } from "~/settlement/enter-payout.server";
import {
  periodEquation,
  periodEntries,
  periodHouseholds,
  periodReportHash,
  unexplained,
} from "~/settlement/settlement-period-store.server";

const at = (day: string) => new Date(`${day}T04:00:00Z`);
const ALL = { number: 1, size: 50 };

async function aMonth(sold: string, released: string, refunded: string) {
  const cooperativeId = await aCooperative();
  const households = await Promise.all([aHousehold({ headName: "程桂兰" }), aHousehold({ headName: "吴长根" })]);
  const lot = await aLot(
    { kind: "COOPERATIVE", id: cooperativeId },
    households.map(({ id: householdId }) => ({ householdId, grams: 50_000, priceFen: 600n })),
  );
  const sell = () =>
    aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot, grams: 1_000 }] }], freightFen: 800n }], { at: at(sold) });
  const [first, second] = [await sell(), await sell()];
  await releaseSale(first, at(released));
  await aRefund(second, [[0, 3_333n]], { at: at(refunded) });
  await aRefund(first, [[0, 2_000n]], { at: addDays(at(refunded), 1) });
  return { cooperativeId, households };
}

test("every fen of a month is explained: what was sold and taken back is what everybody has", async () => {
  const { cooperativeId, households } = await aMonth("2026-07-05", "2026-07-20", "2026-07-22");
  const equation = await periodEquation(db(), cooperativeId, "2026-07");
  const { salesFen, refundsFen, freightFen, feesFen, villageFen, cooperativeFen, householdsFen } = equation;
  expect(salesFen).toBe(21_600n);
  expect(refundsFen).toBe(5_333n);
  expect(salesFen - refundsFen - freightFen - feesFen - villageFen).toBe(cooperativeFen + householdsFen);
  expect(unexplained(equation)).toBe(0n);
  const { rows, sums } = await periodHouseholds(db(), cooperativeId, "2026-07", ALL);
  expect(rows.map((row) => row.householdId).sort()).toEqual(households.map(({ id }) => id).sort());
  for (const row of rows) {
    const entries = await periodEntries(db(), { cooperativeId, householdId: row.householdId, period: "2026-07" });
    expect(entries.reduce((total, entry) => total + entry.dueFen, 0n)).toBe(row.dueFen);
  }
  expect(sums.balanceFen).toBe(sums.dueFen);
});

test("a closed month never changes: what comes late is booked into the open one and says where it belongs", async () => {
  const { cooperativeId } = await aMonth("2026-06-05", "2026-06-20", "2026-06-22");
  const manager = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: cooperativeId }] });
  const weigher = await aPerson({ roles: [{ role: "COOP_WEIGHER", scopeId: cooperativeId }] });
  const close = (actor = manager.actor, now = at("2026-07-02")) =>
    closePeriod({ actor, cooperativeId, period: "2026-06", now });
  expect(await close(weigher.actor)).toMatchObject({ failure: { kind: "no-such-period" } });
  expect(await close(manager.actor, at("2026-06-30"))).toMatchObject({ failure: { kind: "not-over" } });
  const closed = await close();
  if (!closed.ok) throw new Error(closed.failure.kind);
  expect(await close()).toMatchObject({ failure: { kind: "already-closed" } });

  await payOut({ kind: "PLATFORM" }, at("2026-06-25"));
  const late = await db().journal.findFirstOrThrow({
    where: { kind: "DISBURSEMENT", postings: { some: { cooperativeId } } },
    select: { period: true, memo: true },
  });
  expect(late).toEqual({ period: "2026-07", memo: "2026-06 已结账，记入 2026-07" });
  expect(await periodReportHash(db(), cooperativeId, "2026-06")).toBe(closed.value.reportHash);

  const row = { scopeKind: "COOPERATIVE", scopeId: cooperativeId, period: "2026-06" };
  await expect(db().periodClose.updateMany({ where: row, data: { state: "OPEN" } })).rejects.toThrow(/is closed/);
  const posting = await db().posting.findFirstOrThrow({ where: { cooperativeId, period: "2026-06" } });
  await expect(
    db().posting.create({ data: { ...posting, position: 9_999, part: null, partNumber: null } }),
  ).rejects.toThrow(/is closed/);
  expect(await ledgerViolations()).toEqual({});
});

test("months are closed in their order, and never with a difference", async () => {
  const cooperativeId = await anApprovedCooperative();
  const { id: householdId } = await aHousehold();
  await joined(cooperativeId, householdId);
  const manager = await aPerson({ roles: [{ role: "COOP_MANAGER", scopeId: cooperativeId }] });
  for (const period of ["2026-04", "2026-05"]) {
    const entered = await enterPayout({
      actor: systemActor,
      payoutId: newId(),
      cooperativeId,
      householdId,
      flow: "WAGE",
      period,
      amountFen: 12_000n,
      basis: "1 天 × 120 元",
      now: at(`${period}-20`),
    });
    if (!entered.ok) throw new Error(entered.failure.kind);
  }
  const close = (period: string) => closePeriod({ actor: manager.actor, cooperativeId, period, now: at("2026-06-02") });
  expect(await close("2026-05")).toMatchObject({ failure: { kind: "earlier-open", period: "2026-04" } });
  expect((await close("2026-04")).ok).toBe(true);
  expect((await close("2026-05")).ok).toBe(true);
  const { rows } = await periodHouseholds(db(), cooperativeId, "2026-05", ALL);
  expect(rows).toMatchObject([{ dueFen: 12_000n, paidFen: 0n, balanceFen: 24_000n }]);
});
