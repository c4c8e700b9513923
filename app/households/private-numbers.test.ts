import { expect, test } from "vitest";
import { PRIVATE_NUMBER_TEXTS } from "#tests/builders/private-number-texts";
import { privateNumbersIn } from "./private-numbers";

test.each(PRIVATE_NUMBER_TEXTS)("%j", (text, kinds) => {
  expect(privateNumbersIn(text).map(({ kind }) => kind)).toEqual(kinds);
});
