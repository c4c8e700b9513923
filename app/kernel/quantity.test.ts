import { expect, test } from "vitest";
import { jin, kilograms, parseWeight } from "./quantity";

test.each([
  ["23.5", "kg", 23_500],
  ["23.5", "jin", 11_750],
  ["0.002", "jin", 1],
  ["４７", "jin", 23_500],
] as const)("%s %s are %i grams", (text, unit, grams) => {
  expect(parseWeight(text, unit)).toBe(grams);
});

test.each(["", "-1", "1.2345", "1e3", "abc", "12345678"])("%s is no weight", (text) => {
  expect(parseWeight(text, "kg")).toBeUndefined();
});

test("half a gram cannot be weighed", () => {
  expect(parseWeight("0.001", "jin")).toBeUndefined();
});

test("grams are shown as kilograms and as 斤 without trailing zeros", () => {
  expect(kilograms(23_500)).toBe("23.5");
  expect(kilograms(2_000)).toBe("2");
  expect(jin(23_500)).toBe("47");
  expect(jin(1_250)).toBe("2.5");
  expect(kilograms(5)).toBe("0.005");
});
