import { expect, test } from "vitest";
import { fenPerJin, perKilogramFromJin, unitPriceWords } from "./unit-price";

const kiwi = { baseUnit: "GRAM", pieceName: "个", pieceNameEn: "piece" } as const;
const eggs = { baseUnit: "PIECE", pieceName: "枚", pieceNameEn: "egg" } as const;

test("a price per kilogram is said per 斤 as well, when that is whole fen", () => {
  expect(unitPriceWords(600n, kiwi)).toBe("6.00 元/kg（3.00 元/斤）");
  expect(unitPriceWords(555n, kiwi)).toBe("5.55 元/kg");
  expect(unitPriceWords(130n, eggs)).toBe("1.30 元/枚");
});

test("a price per 斤 becomes a price per kilogram and back", () => {
  for (const fen of [1n, 260n, 1_234n]) expect(fenPerJin(perKilogramFromJin(fen))).toBe(fen);
  expect(fenPerJin(555n)).toBeUndefined();
});
