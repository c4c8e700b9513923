import { expect, test } from "vitest";
import { priceUnitWords, quantityWords, quantityWordsEn } from "./quantity-words";

const kiwi = { baseUnit: "GRAM", pieceName: "个", pieceNameEn: "piece" } as const;
const eggs = { baseUnit: "PIECE", pieceName: "枚", pieceNameEn: "egg" } as const;

test("weights are said in 斤 and in legal units, pieces in their own word", () => {
  expect(quantityWords(2_500, kiwi)).toBe("5 斤（2.5 kg）");
  expect(quantityWords(250, kiwi)).toBe("0.5 斤（250 g）");
  expect(quantityWords(0, kiwi)).toBe("0 斤");
  expect(quantityWords(30, eggs)).toBe("30 枚");
  expect(quantityWordsEn(2_500, kiwi)).toBe("2.5 kg");
  expect([1, 30].map((count) => quantityWordsEn(count, eggs))).toEqual(["1 egg", "30 eggs"]);
  expect([kiwi, eggs].map(priceUnitWords)).toEqual(["kg", "枚"]);
});
