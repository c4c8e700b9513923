import { expect, test } from "vitest";
import { changeOf, changeText, changeWord } from "./change";

test.each([
  [112_500n, 100_000n, "比上年同期升 12.5 %"],
  [50_000n, 100_000n, "比上年同期降 50.0 %"],
  [100_000n, 100_000n, "与上年同期持平"],
  [5n, 0n, "上年同期无"],
  [0n, 0n, "上年同期也无"],
])("%i after %i: %s", (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});

test.each([
  [112_500n, 100_000n, { way: "up", percent: "12.5" }, "升 12.5 %"],
  [1n, 100_000n, { way: "down", percent: "100.0" }, "降 100.0 %"],
  [0n, 100_000n, { way: "down", percent: "100.0" }, "降 100.0 %"],
  [112_550n, 100_000n, { way: "up", percent: "12.6" }, "升 12.6 %"],
  // Less by less than can be said is less all the same.
  [99_999_999n, 100_000_000n, { way: "down", percent: "0.0" }, "降 0.0 %"],
  [100_000n, 100_000n, { way: "even" }, "持平"],
  [5n, 0n, { way: "new" }, "上年同期无"],
])("%i after %i, as a cell says it", (now, before, change, word) => {
  expect(changeOf(now, before)).toEqual(change);
  expect(changeWord(changeOf(now, before))).toBe(word);
});
