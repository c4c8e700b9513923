import { expect, test } from "vitest";
import { feeScheduleProblem } from "./fee-schedule";

const rates = { platformBps: 500, processingBps: 340, processingFixedFen: 235n };

test("the platform's 5 % and a processor's 3.4 % + 2.35 yuan may be a schedule", () => {
  expect(feeScheduleProblem(rates)).toBeUndefined();
});

test.each([
  [{ platformBps: 2_001 }, "bad-platform-rate"],
  [{ platformBps: -1 }, "bad-platform-rate"],
  [{ processingBps: 1_001 }, "bad-processing-rate"],
  [{ processingBps: 1.5 }, "bad-processing-rate"],
  [{ processingFixedFen: -1n }, "bad-fixed-charge"],
  [{ processingFixedFen: 1_001n }, "bad-fixed-charge"],
])("%o is refused", (change, kind) => {
  expect(feeScheduleProblem({ ...rates, ...change })?.kind).toBe(kind);
});
