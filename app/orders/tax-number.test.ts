import { expect, test } from "vitest";
import { parseTaxNumber } from "./tax-number";

test.each([
  ["91350100M000100Y43", "91350100M000100Y43"],
  [" 9135 0100 m000 100y 43 ", "91350100M000100Y43"],
  ["340102790141234", "340102790141234"],
  ["34010219790101123401", "34010219790101123401"],
])("%s is a taxpayer's number", (typed, number) => {
  expect(parseTaxNumber(typed)).toBe(number);
});

test.each(["", "91350100M000100Y44", "91350100I000100Y43", "9135", "张三", "91350100M000100Y431", "🥝".repeat(18)])(
  "%j is none",
  (typed) => {
    expect(parseTaxNumber(typed)).toBeUndefined();
  },
);
