import { expect, test } from "vitest";
import { packPriceWords, typedPackWords } from "./pack-words";

test("a pack says its grams and what a 斤 of it costs, rounded half up", () => {
  expect(packPriceWords(3_990n, 2_500, "GRAM", "")).toBe("¥7.98/斤");
  expect(packPriceWords(100n, 750, "GRAM", "")).toBe("¥0.67/斤");
  expect(packPriceWords(3_900n, 30, "PIECE", "枚")).toBe("¥1.30/枚");
});

test.each([
  ["5", "39.9", "jin", "2500 g · ¥7.98/斤"],
  ["２．５", "39.9", "kg", "2500 g · ¥7.98/斤"],
  ["30", "39", "piece", "30 枚 · ¥1.30/枚"],
  ["5", "", "jin", "2500 g"],
  ["5", "free", "jin", "2500 g"],
  ["", "39.9", "jin", ""],
  ["0", "39.9", "jin", ""],
  ["-5", "39.9", "jin", ""],
  ["五斤", "39.9", "jin", ""],
  ["1.5", "39.9", "piece", ""],
] as const)("typed as %s for %s in %s it says “%s”", (quantity, price, unit, words) => {
  expect(typedPackWords({ quantity, price, unit, pieceName: "枚" })).toBe(words);
});
