import { describe, expect, test } from "vitest";
import { freightFor, freightZonesProblem, type FreightZone } from "./freight";

const near: FreightZone = {
  provinces: ["34", "32"],
  delivered: true,
  firstGrams: 3_000,
  firstFen: 800n,
  nextGrams: 1_000,
  nextFen: 150n,
  freeAboveFen: 9_900n,
};
const far: FreightZone = { ...near, provinces: ["65"], firstFen: 2_000n, nextFen: 1_200n, freeAboveFen: null };
const closed: FreightZone = { ...near, provinces: ["54"], delivered: false };
const zones = [near, far, closed];

describe("freight", () => {
  test.each([
    ["within the first weight", "34", 3_000, 800n],
    ["one gram over begins the next step", "34", 3_001, 950n],
    ["exactly one step over", "34", 4_000, 950n],
    ["two steps and a bit", "32", 5_001, 1_250n],
    ["the far zone is dearer", "65", 4_500, 4_400n],
  ])("%s", (_, province, grams, fen) => {
    expect(freightFor(zones, province, grams, 5_000n)).toBe(fen);
  });

  test("goods worth the line or more travel free, and a fen less does not", () => {
    expect(freightFor(zones, "34", 20_000, 9_900n)).toBe(0n);
    expect(freightFor(zones, "34", 3_000, 9_899n)).toBe(800n);
    expect(freightFor(zones, "65", 3_000, 1_000_000n)).toBe(2_000n);
  });

  test("a closed zone and a province nobody named are not delivered to", () => {
    expect(freightFor(zones, "54", 1_000, 1_000_000n)).toBeUndefined();
    expect(freightFor(zones, "11", 1_000, 1_000n)).toBeUndefined();
    expect(freightFor([], "34", 1_000, 1_000n)).toBeUndefined();
  });
});

test.each([
  ["no zone at all", [], "no-zone"],
  ["a zone without a province", [{ ...near, provinces: [] }], "zone-without-province"],
  ["a province in two zones", [near, { ...far, provinces: ["65", "34"] }], "province-twice"],
  ["what is no province code", [{ ...near, provinces: ["3"] }], "unknown-province"],
  ["a step of no weight", [{ ...near, nextGrams: 0 }], "bad-weight-step"],
  ["a price of 600 yuan", [{ ...near, firstFen: 60_000n }], "bad-price"],
  ["only closed zones", [closed], "delivers-nowhere"],
])("zones are refused for %s", (_, given, kind) => {
  expect(freightZonesProblem(given)?.kind).toBe(kind);
});

test("sound zones have no problem", () => {
  expect(freightZonesProblem(zones)).toBeUndefined();
});
