import { expect, test } from "vitest";
import { formatLotCode, lotCodeFrom, parseLotCode } from "./lot-code";

test("a code made from bytes is typed back as it is printed", () => {
  const code = lotCodeFrom(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
  expect(code).toHaveLength(10);
  expect(parseLotCode(formatLotCode(code))).toBe(code);
  expect(parseLotCode(` ${formatLotCode(code).toLowerCase()} `)).toBe(code);
});

test("other bytes make another code", () => {
  expect(lotCodeFrom(new Uint8Array(8).fill(1))).not.toBe(lotCodeFrom(new Uint8Array(8).fill(2)));
});

test.each(["", "7K2QF", "7K2QF-9M3X0", "../../etc/passwd", "７Ｋ２ＱＦ９Ｍ３ＸＤＤ"])("%s is no code", (text) => {
  expect(parseLotCode(text)).toBeUndefined();
});
