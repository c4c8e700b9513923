import { expect, test } from "vitest";
import { maskContact, parseContact } from "./contact";

test.each([
  ["138 0013 8000", "SMS", "13800138000"],
  ["+86-138-0013-8000", "SMS", "13800138000"],
  ["１３８００１３８０００", "SMS", "13800138000"],
  [" Zhang.San@Example.COM ", "EMAIL", "zhang.san@example.com"],
  ["a+b@mail.example.cn", "EMAIL", "a+b@mail.example.cn"],
])("%s is a contact", (typed, channel, address) => {
  expect(parseContact(typed)).toEqual({ channel, address });
});

test.each([
  "",
  "12345678901",
  "138001380001",
  "张三@例子",
  "a@b",
  "a@b..c",
  "a b@c.cn",
  "<a@b.cn>",
  `${"a".repeat(200)}@b.cn`,
  "a@b.cn,c@d.cn",
  "🥝",
])("%j is none", (typed) => {
  expect(parseContact(typed)).toBeUndefined();
});

test("a masked contact is known to its owner and to nobody else", () => {
  expect(maskContact({ channel: "SMS", address: "13800138000" })).toBe("138****8000");
  expect(maskContact({ channel: "EMAIL", address: "zhang@example.com" })).toBe("z***@example.com");
});
