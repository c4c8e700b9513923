import fc from "fast-check";
import { expect, test } from "vitest";
import { percentText, ribbonSpans, sharesInTenths } from "./split-shares";

test("the shown percentages of a price always add up to 100.0%", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 10_000_000n }), { minLength: 1, maxLength: 8 }), (parts) => {
      const sum = sharesInTenths(parts).reduce((a, b) => a + b, 0);
      expect(sum).toBe(parts.some((part) => part > 0n) ? 1000 : 0);
    }),
  );
});

test("percentages are written with one decimal", () => {
  expect(sharesInTenths([2640n, 900n, 440n]).map(percentText)).toEqual(["66.3%", "22.6%", "11.1%"]);
  expect(sharesInTenths([0n, 0n])).toEqual([0, 0]);
});

test("the ribbon is filled from end to end, and a part of one fen can still be seen", () => {
  const spans = ribbonSpans([10_000n, 1n, 0n, 500n]);
  expect(spans[1]!.width).toBeGreaterThan(1);
  expect(spans[2]!.width).toBe(0);
  const last = spans[3]!;
  expect(last.from + last.width).toBeCloseTo(100, 6);
});
