import { expect, test } from "vitest";
import { accountWords } from "./account-words";

test.each([
  ["household:0193b3a0-0000-7000-8000-000000000001:pending", "农户，待确认"],
  ["household:0193b3a0-0000-7000-8000-000000000001:payable", "农户，应付"],
  ["cooperative:0193b3a0-0000-7000-8000-000000000001:others:payable", "合作社（未登记供货人），应付"],
  ["cooperative:0193b3a0-0000-7000-8000-000000000001:reserve", "合作社，风险金"],
  ["bank:cooperative:0193b3a0-0000-7000-8000-000000000001", "合作社银行账户"],
  ["order:0193b3a0-0000-7000-8000-000000000001", "订单清算"],
  ["stripe", "支付机构"],
])("%s is %s", (account, words) => {
  expect(accountWords(account)).toBe(words);
});
