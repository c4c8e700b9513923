import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, formatYuan, parseYuan, percentOf, priceOf, proportionOf, sum, toNumber } from "./money";

const weightsWithOnePositive = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 20 })
  .filter((weights) => weights.some((weight) => weight > 0n));

describe("allocate", () => {
  test("the parts always add up to the total, each within one fen of its exact share", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n }), weightsWithOnePositive, (total, weights) => {
        const parts = allocate(total, weights);
        expect(sum(parts)).toBe(total);
        parts.forEach((part, i) => {
          const exactTimesSum = total * (weights[i] ?? 0n);
          const difference = part * sum(weights) - exactTimesSum;
          expect(difference < 0n ? -difference : difference).toBeLessThan(sum(weights));
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test("a zero weight gets nothing, and a negative total mirrors the positive one", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), weightsWithOnePositive, (total, weights) => {
        const parts = allocate(total, weights);
        weights.forEach((weight, i) => weight === 0n && expect(parts[i]).toBe(0n));
        expect(allocate(-total, weights)).toEqual(parts.map((part) => -part));
      }),
    );
  });

  test("the odd fen goes to the earlier of equal remainders", () => {
    expect(allocate(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(allocate(11970n, [240n, 153n, 144n])).toEqual([5350n, 3410n, 3210n]);
  });

  test("it refuses weights that cannot carry money", () => {
    expect(() => allocate(1n, [])).toThrow(RangeError);
    expect(() => allocate(1n, [0n, 0n])).toThrow(RangeError);
    expect(() => allocate(1n, [2n, -1n])).toThrow(RangeError);
  });
});

test("a percentage is rounded half up", () => {
  expect(percentOf(11970n, 500)).toBe(599n);
  expect(percentOf(12770n, 340)).toBe(434n);
  expect(percentOf(1n, 5000)).toBe(1n);
  expect(percentOf(0n, 500)).toBe(0n);
  expect(() => percentOf(-1n, 500)).toThrow(RangeError);
});

test("a price per kilogram is applied to grams, per piece to pieces", () => {
  expect(priceOf(25_500, 600n, 1000)).toBe(15_300n);
  expect(priceOf(333, 599n, 1000)).toBe(199n);
  expect(priceOf(30, 120n, 1)).toBe(3_600n);
});

test("the proportion of a whole amount is the whole", () => {
  expect(proportionOf(501n, 1_000n, 1_000n)).toBe(501n);
  expect(proportionOf(501n, 500n, 1_000n)).toBe(251n);
});

test("amounts beyond a safe number are refused, not rounded", () => {
  expect(toNumber(9_007_199_254_740_991n)).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => toNumber(9_007_199_254_740_992n)).toThrow(RangeError);
});

test("yuan are written with two digits and a real minus", () => {
  expect(formatYuan(123_450n)).toBe("1,234.50");
  expect(formatYuan(5)).toBe("0.05");
  expect(formatYuan(-100_000_001n)).toBe("−1,000,000.01");
});

test.each([
  ["39.8", 3_980n],
  ["1,200", 120_000n],
  ["¥5", 500n],
  ["¥ 5.05 元", 505n],
  ["３９．８０", 3_980n],
])("%s is read as whole fen", (text, fen) => {
  expect(parseYuan(text)).toBe(fen);
});

test.each(["", "abc", "-1", "1.234", "1e3", "0x10", "1,2,3.4.5", "NaN", "9999999999"])("%s is no amount", (text) => {
  expect(parseYuan(text)).toBeUndefined();
});
