import { expect, test } from "vitest";
import { errorTitle, fieldId, hasErrors, isRefusal, messagesOf } from "./form-errors";

test("a field's messages are found whether there is one or a list", () => {
  expect(messagesOf({ weight: "请填写重量" }, "weight")).toEqual(["请填写重量"]);
  expect(messagesOf({ weight: ["太轻", "太重"] }, "weight")).toEqual(["太轻", "太重"]);
  expect(messagesOf({ weight: null }, "weight")).toEqual([]);
  expect(messagesOf(undefined, "weight")).toEqual([]);
});

test("a form without messages is not in error", () => {
  expect(hasErrors({ weight: [], grade: null, price: "" })).toBe(false);
  expect(hasErrors({ "": ["批次已封存"] })).toBe(true);
  expect(errorTitle("入库", { weight: ["请填写重量"] })).toBe("错误：入库");
  expect(errorTitle("入库", {})).toBe("入库");
});

test("names of nested fields make valid ids", () => {
  expect(fieldId("variants[0].price")).toBe("field-variants-0-price");
});

test.each([
  [{ errors: { weight: ["请填写重量"] }, typed: {} }, true],
  [{ errors: {}, typed: {} }, false],
  [{ errors: null }, false],
  [{ parsed: "上海市" }, false],
  [undefined, false],
  ["no", false],
])("whether %j refuses a form: %s", (answer, refuses) => {
  expect(isRefusal(answer)).toBe(refuses);
});
