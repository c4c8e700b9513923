import { expect, test } from "vitest";
import { forThisSeason } from "./this-season";

test.each([
  ["2025 秋茶", "2026 秋茶"],
  ["昌溪2024年新茶 500 g", "昌溪2026年新茶 500 g"],
  ["Spring tea 2025", "Spring tea 2026"],
  ["120256 号地块", "120256 号地块"],
  ["红心猕猴桃", "红心猕猴桃"],
])("“%s” is offered again as “%s”", (before, after) => {
  expect(forThisSeason(before, 2026)).toBe(after);
});
