import { expect, test } from "vitest";
import { isScNumber, normalScNumber, scCheckDigit } from "./sc-number";

test("the check digit of the standard's own example is 5", () => {
  // ISO 7064's worked example for MOD 11,10: 0794 has check character 5.
  expect(scCheckDigit("0794")).toBe(5);
});

test("a licence number is read whatever the case, blanks and width", () => {
  const body = "1143410210012";
  const number = `SC${body}${scCheckDigit(body)}`;
  expect(isScNumber(number)).toBe(true);
  expect(isScNumber(number.toLowerCase().replace("sc", "ｓｃ "))).toBe(true);
  expect(normalScNumber(`sc ${body}`)).toBe(`SC${body}`);
});

test("one wrong digit is noticed, and so is every other check digit", () => {
  const body = "1143410210012";
  const right = scCheckDigit(body);
  for (let digit = 0; digit < 10; digit++) expect(isScNumber(`SC${body}${digit}`)).toBe(digit === right);
  expect(isScNumber(`SC2143410210012${right}`)).toBe(false);
});

test.each(["", "SC", "SC1234", "QS123456789012", "SC3143410210012" + "0", "SC1143410210012x"])("%s is none", (text) => {
  expect(isScNumber(text)).toBe(false);
});
