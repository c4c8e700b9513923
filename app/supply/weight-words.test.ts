import { expect, test } from "vitest";
import { capitals, weightWords } from "./weight-words";

test.each([
  [0, "零"],
  [5, "伍"],
  [10, "壹拾"],
  [23, "贰拾叁"],
  [105, "壹佰零伍"],
  [1_001, "壹仟零壹"],
  [1_010, "壹仟零壹拾"],
  [20_300, "贰万零叁佰"],
  [120_000, "壹拾贰万"],
  [1_234_567, "壹佰贰拾叁万肆仟伍佰陆拾柒"],
])("%i is written %s", (number, words) => {
  expect(capitals(number)).toBe(words);
});

test.each([
  [11_750, "贰拾叁斤半"],
  [500, "壹斤"],
  [250, "半斤"],
  [550, "壹斤壹两"],
  [513, "壹斤零壹拾叁克"],
  [75, "壹两贰拾伍克"],
  [0, "零斤"],
])("%i grams are echoed as %s", (grams, words) => {
  expect(weightWords(grams)).toBe(words);
});
