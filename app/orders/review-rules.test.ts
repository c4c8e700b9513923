import { expect, test } from "vitest";
import { readReviewTags, REVIEW_TAGS } from "./review-rules";

test("up to three of the fixed words are read, each once, in the order of the list", () => {
  expect(readReviewTags([])).toEqual([]);
  expect(readReviewTags(["SLOW", "FRESH", "SLOW"])).toEqual(["FRESH", "SLOW"]);
  expect(readReviewTags(["TASTY", "FRESH", "DAMAGED"])).toEqual(["FRESH", "TASTY", "DAMAGED"]);
});

test.each([
  [["FRESH", "CHEAP"]],
  [["fresh"]],
  [[""]],
  [[new Blob(["FRESH"])]],
  [[...REVIEW_TAGS]],
  [REVIEW_TAGS.slice(0, 4)],
])("%j is refused as a whole", (ticked) => {
  expect(readReviewTags(ticked)).toBeUndefined();
});
