import { expect, test } from "vitest";
import { isCreditCode, withCreditCheck } from "./cooperative";

test("a published credit code passes its own check, and one wrong letter does not", () => {
  // Alibaba (China) Network Technology's public registration.
  expect(isCreditCode("91330100716105852F")).toBe(true);
  expect(isCreditCode("91330100716105853F")).toBe(false);
});

test("a code is made whole with its check letter", () => {
  const code = withCreditCheck("93341021MA2T00001");
  expect(code).toHaveLength(18);
  expect(isCreditCode(` ${code.toLowerCase()} `)).toBe(true);
});

test.each(["", "123", "91330100716105852", "9133010071610585ZF", "91330100716105852FF"])("%s is none", (text) => {
  expect(isCreditCode(text)).toBe(false);
});
