import { expect, test } from "vitest";
import { changeOf, changeText, changeWord } from "./change";

test.each([
  [112_500n, 100_000n, "比上年同期升 12.5%"],
  [50_000n, 100_000n, "比上年同期降 50.0%"],
  [100_000n, 100_000n, "与上年同期持平"],
  [5n, 0n, "上年同期无"],
  [0n, 0n, "上年同期也无"],
])("%i after %i: %s", (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});

test.each([
  [112_500n, 100_000n, { way: "up", tenths: 125 }, "升 12.5%"],
  [1n, 100_000n, { way: "down", tenths: 999 }, "降 99.9%"],
  [0n, 100_000n, { way: "down", tenths: 1000 }, "降 100.0%"],
  [100_000n, 100_000n, { way: "even" }, "持平"],
  [5n, 0n, { way: "new" }, "上年同期无"],
])("%i after %i, as a cell says it", (now, before, change, word) => {
  expect(changeOf(now, before)).toEqual(change);
  expect(changeWord(changeOf(now, before))).toBe(word);
});
