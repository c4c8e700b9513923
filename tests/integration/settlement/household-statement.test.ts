import { expect, test } from "vitest";
import { aCooperative, aLot, aSale, releaseSale } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { payOut } from "#tests/builders/settlement";
import { db } from "~/platform/db.server";
import {
  householdSummary,
  monthBalance,
  paymentOf,
  paymentsOf,
  soldLinesOf,
} from "~/settlement/household-statement-store.server";

test("a month adds up from what was owed before to what is owed after, and knows nothing of the neighbour", async () => {
  const { id } = await aHousehold({ headName: "程桂兰" });
  const neighbour = await aHousehold({ headName: "江海生" });
  const seller = { kind: "COOPERATIVE", id: await aCooperative() } as const;
  const lot = await aLot(seller, [{ householdId: id, grams: 50_000, priceFen: 600n }]);
  const rates = { rates: { processingBps: 0, processingFixedFen: 0n, cooperativeBps: 1_000 } };
  const at = (day: string) => new Date(`${day}T04:00:00Z`);
  const sell = (day: string) =>
    aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot, grams: 1_000 }] }] }], { ...rates, at: at(day) });

  const first = await sell("2026-08-05");
  await sell("2026-08-06");
  await releaseSale(first, at("2026-08-20"));
  const august = await monthBalance(db(), id, "2026-08");
  expect(august.salesFen).toBeGreaterThan(0n);
  expect(august).toMatchObject({
    openingFen: 0n,
    paidFen: 0n,
    closingFen: august.salesFen,
    pendingFen: august.salesFen,
  });
  expect(august.check.ok).toBe(true);

  await payOut({ kind: "PLATFORM" }, at("2026-09-10"));
  const september = await monthBalance(db(), id, "2026-09");
  expect(september).toMatchObject({ openingFen: august.closingFen, paidFen: august.closingFen, closingFen: 0n });
  expect(september.check.ok).toBe(true);
  // what comes later does not change an earlier month
  expect(await monthBalance(db(), id, "2026-08")).toEqual(august);

  const sold = await soldLinesOf(db(), id, "2026-08");
  expect(sold.map((line) => [line.givenFen, line.paidFen])).toEqual([
    [august.salesFen, august.salesFen],
    [august.salesFen, 0n],
  ]);
  const [payment] = await paymentsOf(db(), id, "2026-09");
  expect(payment).toMatchObject({ amountFen: august.closingFen, state: "PAID", payerName: "平台" });
  expect(await paymentOf(db(), neighbour.id, payment?.disbursementId ?? "")).toBeUndefined();
  expect(await soldLinesOf(db(), neighbour.id, "2026-08")).toEqual([]);

  const summary = await householdSummary(db(), id, "2026-09");
  expect(summary).toMatchObject({ payableFen: 0n, pendingFen: august.salesFen, paidThisYearFen: august.closingFen });
  expect(summary.months.map((month) => month.period)).toEqual(["2026-09", "2026-08"]);
});
