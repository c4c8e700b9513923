import { expect, test } from "vitest";
import { changeText } from "./change";

test.each([
  [112_500n, 100_000n, "比上年同期升 12.5%"],
  [50_000n, 100_000n, "比上年同期降 50.0%"],
  [100_000n, 100_000n, "与上年同期持平"],
  [5n, 0n, "上年同期无"],
  [0n, 0n, "上年同期也无"],
])("%i after %i: %s", (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});
