import { expect, test } from "vitest";
import { parsePercent, percentWords, splitRuleProblem } from "./split-rule";

const rates = { cooperativeBps: 800, reserveBps: 2_000, servicePointBps: 300, villageBps: 100 };

test("ordinary rates may be a rule", () => {
  expect(splitRuleProblem(rates)).toBeUndefined();
  expect(splitRuleProblem({ cooperativeBps: 0, reserveBps: 0, servicePointBps: 0, villageBps: 0 })).toBeUndefined();
});

test.each([
  ["a negative rate", { cooperativeBps: -1 }, "not-a-rate"],
  ["more than the whole", { reserveBps: 10_001 }, "not-a-rate"],
  ["a fraction of a basis point", { villageBps: 0.5 }, "not-a-rate"],
  ["charges of half and more", { cooperativeBps: 4_900 }, "too-much-taken"],
  ["a service point that takes half", { servicePointBps: 4_900 }, "too-much-taken"],
])("%s is refused", (_, change, kind) => {
  expect(splitRuleProblem({ ...rates, ...change })?.kind).toBe(kind);
});

test.each([
  ["8", 800],
  ["3.4%", 340],
  ["０.５％", 50],
  ["100", 10_000],
  ["0", 0],
])("%s is read as %i basis points", (text, bps) => {
  expect(parsePercent(text)).toBe(bps);
});

test.each(["", "-1", "100.01", "1.234", "abc", "8 8"])("%s is no percentage", (text) => {
  expect(parsePercent(text)).toBeUndefined();
});

test("basis points are written as short percentages", () => {
  expect([800, 340, 5, 10_000, 0, 1_000].map(percentWords)).toEqual(["8%", "3.4%", "0.05%", "100%", "0%", "10%"]);
});
