import { expect, test } from "vitest";
import { totalBesideMonths } from "./village-total";

const month = (households: number, fen: bigint) => ({ households, fen });

test("a month of few households cannot be worked out from the total and the other months", () => {
  const months = [month(6, 10_000n), month(4, 4_046n), month(5, 2_000n)];
  expect(totalBesideMonths(months, month(9, 16_046n))).toEqual({ fen: 12_000n, leftOut: true });
});

test("where every month is shown the total is all of it, and where none is, too", () => {
  expect(totalBesideMonths([month(5, 1n), month(7, 2n)], month(8, 3n))).toEqual({ fen: 3n, leftOut: false });
  expect(totalBesideMonths([month(3, 1n), month(4, 2n)], month(6, 3n))).toEqual({ fen: 3n, leftOut: false });
});

test("of fewer than five households nothing is said", () => {
  expect(totalBesideMonths([month(4, 5n)], month(4, 5n))).toEqual({ fen: null, leftOut: false });
  expect(totalBesideMonths([], month(0, 0n))).toEqual({ fen: null, leftOut: false });
});
