import { expect, test } from "vitest";
import { plausibleAtMost } from "./unusual-weight";

test("a household that brought 200 kg at most is asked above a tonne", () => {
  expect(plausibleAtMost("GRAM", { times: 3, most: 200_000 })).toBe(1_000_000);
});

test("five times a small basket is no reason to ask", () => {
  expect(plausibleAtMost("GRAM", { times: 9, most: 4_000 })).toBe(500_000);
});

test("of who is hardly known, five tonnes at once are asked about", () => {
  expect(plausibleAtMost("GRAM", { times: 2, most: 200_000 })).toBe(5_000_000);
  expect(plausibleAtMost("PIECE", { times: 0, most: 0 })).toBe(20_000);
});
