import { expect, test } from "vitest";
import { shownPages } from "./pagination";

test.each([
  [1, 1, [1]],
  [1, 3, [1, 2, 3]],
  [1, 9, [1, 2, undefined, 9]],
  [5, 9, [1, undefined, 4, 5, 6, undefined, 9]],
  [4, 6, [1, 2, 3, 4, 5, 6]],
  [9, 9, [1, undefined, 8, 9]],
])("on page %i of %i the links are %j", (current, last, shown) => {
  expect(shownPages(current, last)).toEqual(shown);
});
