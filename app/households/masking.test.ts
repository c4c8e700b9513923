import { expect, test } from "vitest";
import { idNumberProblem } from "./id-number";
import { maskBankAccount, maskIdNumber, maskName, maskPhone } from "./masking";

test.each([
  ["张三", "张**"],
  ["张三丰", "张**"],
  ["张", "张**"],
  ["欧阳修", "欧阳**"],
  ["欧阳", "欧**"],
  [" 古丽·买买提 ", "古**"],
  ["𠮷田太郎", "𠮷**"],
])("%s is shown as %s, whatever its length", (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

test("phone, ID and bank numbers keep their beginning and the last four", () => {
  expect(maskPhone("138 1234 5678")).toBe("138****5678");
  expect(maskPhone("12345")).toBe("****");
  expect(maskIdNumber("341021196001011234")).toBe("3***1234");
  expect(maskIdNumber("1234")).toBe("***");
  expect(maskBankAccount("6228 4800 0000 0001 234")).toBe("6***1234");
  expect(maskBankAccount("1234")).toBe("***");
});

test.each([
  ["11010519491231002X", undefined],
  ["11010519491231002x", undefined],
  ["110105194912310021", "checksum"],
  ["110105194913310028", "birth-date"],
  ["11010519490230002X", "birth-date"],
  ["1101051949123100", "form"],
  ["", "form"],
] as const)("the ID number %s: %s", (idNumber, problem) => {
  expect(idNumberProblem(idNumber)).toBe(problem);
});
