import { expect, test } from "vitest";
import { errorWords } from "./error-page";

test.each([429, 500, 503])("whoever was paying when %i came hears of the money", (status) => {
  expect(errorWords("zh", status).text).toMatch(/扣款|付款/);
  expect(errorWords("en", status).text).toMatch(/charged|paying/);
});
