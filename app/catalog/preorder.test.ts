import { describe, expect, test } from "vitest";
import { LARGEST_PROMISE, problemOfTerms, type PreorderTerms } from "./preorder";

const NOW = new Date("2026-11-28T17:00:00Z"); // 29 November in Shanghai
const TERMS: PreorderTerms = { promised: 500_000, shipBy: "2026-12-20", season: "冬季头茬", seasonEn: "" };

describe("what is wrong with a promise", () => {
  test.each([
    [{}, undefined],
    [{ promised: 0 }, "bad-promise"],
    [{ promised: 1.5 }, "bad-promise"],
    [{ promised: LARGEST_PROMISE + 1 }, "bad-promise"],
    [{ shipBy: "2026-02-30" }, "bad-day"],
    [{ shipBy: "2026-11-29" }, "day-not-to-come"],
    [{ shipBy: "2026-11-30" }, undefined],
    [{ shipBy: "2027-02-17" }, undefined],
    [{ shipBy: "2027-02-18" }, "day-too-far"],
    [{ season: " " }, "no-season"],
    [{ season: "季".repeat(41) }, "season-too-long"],
    [{ seasonEn: "s".repeat(61) }, "season-too-long"],
  ] as const)("%o → %s", (change, kind) => {
    expect(problemOfTerms({ ...TERMS, ...change }, { now: NOW })?.kind).toBe(kind);
  });

  test("the day that stands already is not asked again", () => {
    expect(
      problemOfTerms({ ...TERMS, shipBy: "2026-11-20" }, { now: NOW, presentShipBy: "2026-11-20" }),
    ).toBeUndefined();
  });
});
