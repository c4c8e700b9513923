import { expect, test } from "vitest";
import { changesBetween, flatFields, mergedFields, readBase } from "./listing-changes";

const before = { title: "绿梅", story: "酸", "variants[0].price": "39.90", "variants[0].active": "on" };

test("the form's fields and a listing's values have the same names", () => {
  const pack = { id: "1", name: "5 斤装", nameEn: "", quantity: "5", price: "39.90", shipping: "2.9", active: true };
  const values = { title: "绿梅", season: [5, 12] };
  expect(flatFields({ values, variants: [pack, { ...pack, active: false }] } as never)).toEqual({
    title: "绿梅",
    "season[4]": "5",
    "season[11]": "12",
    "variants[0].name": "5 斤装",
    "variants[0].nameEn": "",
    "variants[0].quantity": "5",
    "variants[0].price": "39.90",
    "variants[0].shipping": "2.9",
    "variants[0].active": "on",
    "variants[1].name": "5 斤装",
    "variants[1].nameEn": "",
    "variants[1].quantity": "5",
    "variants[1].price": "39.90",
    "variants[1].shipping": "2.9",
  });
});

test("what a colleague changed is told field by field", () => {
  const now = { ...before, "variants[0].price": "42.00", story: "长".repeat(30), "variants[0].active": "" };
  expect(changesBetween(before, now).map(({ words }) => words)).toEqual([
    `介绍：“酸” → “${"长".repeat(24)}…”`,
    "规格 1 的价格：“39.90” → “42.00”",
    "规格 1 的在售：“on” → （空）",
  ]);
  expect(changesBetween(before, { ...before })).toEqual([]);
});

test("after a conflict only what both changed waits to be overwritten", () => {
  const now = { title: "昌溪绿梅", story: "甜", "variants[0].price": "42.00" };
  const typed = { ...before, story: "酸甜" };
  expect(mergedFields(typed, before, now)).toEqual({ title: "昌溪绿梅", story: "酸甜", "variants[0].price": "42.00" });
});

test.each([undefined, "", "{", "[]", "null", '{"a":1}'])("a beginning of %s is none", (text) => {
  expect(readBase(text)).toBeUndefined();
});

test("a beginning is read as it was written", () => {
  expect(readBase(JSON.stringify(before))).toEqual(before);
});
