import { expect, test } from "vitest";
import { FEWEST_ANSWERS, responseTime } from "./response-time";

test.each([
  [0, { unit: "hours", count: 1 }],
  [60, { unit: "hours", count: 1 }],
  [61, { unit: "hours", count: 2 }],
  [48 * 60, { unit: "hours", count: 48 }],
  [48 * 60 + 1, { unit: "days", count: 3 }],
  [72 * 60, { unit: "days", count: 3 }],
] as const)("half of all answers within %i minutes is said rounded up", (medianMinutes, said) => {
  expect(responseTime({ answers: FEWEST_ANSWERS, medianMinutes })).toEqual(said);
});

test("of fewer than five answers nothing is said", () => {
  expect(responseTime({ answers: FEWEST_ANSWERS - 1, medianMinutes: 30 })).toBeUndefined();
  expect(responseTime({ answers: 0, medianMinutes: null })).toBeUndefined();
});
