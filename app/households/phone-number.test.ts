import { expect, test } from "vitest";
import { isPhone, normalPhone } from "./phone-number";

test("a number is the same however it is written", () => {
  for (const typed of [
    "13800001234",
    "138 0000 1234",
    "+86 138-0000-1234",
    "008613800001234",
    "１３８００００１２３４",
  ]) {
    expect(normalPhone(typed)).toBe("13800001234");
    expect(isPhone(typed)).toBe(true);
  }
  expect(normalPhone("8613800001234")).toBe("13800001234");
});

test("what is no mobile number is none", () => {
  for (const typed of ["", "1380000123", "138000012345", "23800001234", "0559-6500000", "abc"]) {
    expect(isPhone(typed)).toBe(false);
  }
});
