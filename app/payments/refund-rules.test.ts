import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "~/kernel/money";
import { canRefundMove, remainingOf, spreadOverLines, type RefundableLine, type RefundState } from "./refund-rules";

const line = (chargedFen: bigint, refundedFen = 0n): RefundableLine => ({
  orderLineId: `line-${chargedFen}-${refundedFen}`,
  chargedFen,
  platformDiscountFen: 0n,
  refundedFen,
  discountBackFen: 0n,
});

describe("a refund that names no lines", () => {
  test("is spread over what remains of each line, in proportion", () => {
    expect(spreadOverLines(300n, [line(1_000n), line(2_000n), line(500n, 500n)])).toEqual([
      { orderLineId: "line-1000-0", amountFen: 100n },
      { orderLineId: "line-2000-0", amountFen: 200n },
    ]);
  });

  test("of more than remains is not spread at all", () => {
    expect(spreadOverLines(1_001n, [line(1_500n, 500n)])).toBeUndefined();
    expect(spreadOverLines(0n, [line(1_500n)])).toBeUndefined();
  });

  test("adds up to itself, and takes from no line more than remains of it", () => {
    const lines = fc.array(
      fc
        .tuple(fc.bigInt(1n, 500_000n), fc.bigInt(0n, 500_000n))
        .map(([charged, back]) => line(charged, back % (charged + 1n))),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, fc.bigInt(1n, 10_000n), (of, share) => {
        const all = sum(of.map(remainingOf));
        const amount = (all * share) / 10_000n;
        fc.pre(amount > 0n);
        const parts = spreadOverLines(amount, of) ?? [];
        expect(sum(parts.map((part) => part.amountFen))).toBe(amount);
        for (const part of parts) {
          const own = of.filter((one) => one.orderLineId === part.orderLineId);
          expect(own.some((one) => part.amountFen <= remainingOf(one))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each<[RefundState, RefundState, boolean]>([
  ["REQUESTED", "SUCCEEDED", true],
  ["PENDING", "FAILED", true],
  ["SUCCEEDED", "FAILED", true],
  ["SUCCEEDED", "PENDING", false],
  ["FAILED", "SUCCEEDED", false],
  ["FAILED", "PENDING", false],
])("a refund that is %s moves to %s: %s", (from, to, may) => {
  expect(canRefundMove(from, to)).toBe(may);
});
