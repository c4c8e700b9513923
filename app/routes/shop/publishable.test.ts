import fc from "fast-check";
import { expect, test } from "vitest";
import { publishable, type VillageMonth } from "./publishable";

const row = (areaCode: string, households: number, fen: bigint, period = "2026-10"): VillageMonth => ({
  period,
  areaCode,
  households,
  fen,
});

test("large villages stand alone, small ones together", () => {
  const [month] = publishable([row("1", 9, 900n), row("2", 3, 30n), row("3", 4, 40n)], 5);
  expect(month).toMatchObject({ households: 16, fen: 970n, others: { households: 7, fen: 70n }, leftOut: false });
  expect(month?.villages.map((village) => village.areaCode)).toEqual(["1"]);
});

test("a single small village cannot be worked out from the total", () => {
  const [month] = publishable([row("1", 9, 900n), row("2", 3, 30n)], 5);
  expect(month).toMatchObject({ households: 9, fen: 900n, others: null, leftOut: true });
});

test("whatever is taken from what, no published figure and no difference stands for one to four households", () => {
  const rows = fc.array(
    fc.record({
      period: fc.constantFrom("2026-09", "2026-10"),
      areaCode: fc.uuid(),
      households: fc.integer({ min: 0, max: 12 }),
      fen: fc.bigInt({ min: 0n, max: 100_000n }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(rows, (given) => {
      for (const month of publishable(given, 5)) {
        const shown = [...month.villages, ...(month.others ? [month.others] : [])];
        for (const { households } of shown) expect(households).toBeGreaterThanOrEqual(5);
        expect(month.fen).toBe(shown.reduce((sum, one) => sum + one.fen, 0n));
        expect(month.households).toBe(shown.reduce((sum, one) => sum + one.households, 0));
      }
    }),
  );
});
