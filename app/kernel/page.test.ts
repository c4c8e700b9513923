import { expect, test } from "vitest";
import { offsetOf, pageCount, pageRequest } from "./page";

test.each([
  ["", 1],
  ["page=3", 3],
  ["page=0", 1],
  ["page=-2", 1],
  ["page=abc", 1],
  ["page=99999999", 1],
  ["page=99999", 10_000],
])("?%s asks for page %i", (query, number) => {
  expect(pageRequest(new URLSearchParams(query), 20).number).toBe(number);
});

test("the third page of twenty starts after forty rows, and an empty list has one page", () => {
  expect(offsetOf({ number: 3, size: 20 })).toBe(40);
  expect(pageCount({ total: 0, size: 20 })).toBe(1);
  expect(pageCount({ total: 41, size: 20 })).toBe(3);
});
