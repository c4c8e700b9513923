import { describe, expect, test } from "vitest";
import { fundFigures } from "./fund-figures";

const month = (period: string | null, households: number, fen: bigint) => ({ period, households, fen });

describe("what is told of a village's fund", () => {
  test("all of it where every month has enough households", () => {
    const months = [month("2026-01", 6, 300n), month("2026-02", 5, 200n), month(null, 8, 500n)];
    expect(fundFigures(months, 120n)).toEqual({ receivedFen: 500n, leftOut: false, usedFen: 120n, leftFen: 380n });
  });

  test("a month of few households is neither in the sum nor in what is left", () => {
    const months = [month("2026-01", 6, 300n), month("2026-02", 4, 200n), month(null, 8, 500n)];
    expect(fundFigures(months, 120n)).toEqual({ receivedFen: 300n, leftOut: true, usedFen: 120n, leftFen: null });
  });

  test("no sum where more was used than it tells, for the difference would be the hidden month's", () => {
    const months = [month("2026-01", 6, 300n), month("2026-02", 4, 200n), month(null, 8, 500n)];
    expect(fundFigures(months, 500n)).toEqual({ receivedFen: null, leftOut: false, usedFen: 500n, leftFen: null });
  });

  test("no sum where fewer than five households stand behind all of it, or nothing was paid", () => {
    expect(fundFigures([month("2026-01", 4, 300n), month(null, 4, 300n)], 0n).receivedFen).toBeNull();
    expect(fundFigures([], 0n)).toEqual({ receivedFen: null, leftOut: false, usedFen: 0n, leftFen: null });
  });
});
