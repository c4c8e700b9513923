import { expect, test } from "vitest";
import { resistPatternSvg, resistTile } from "./resist-tile";

test("a village's pattern is always the same, and its neighbours' are others", () => {
  const codes = ["341021203200", "341021203201", "341021203202", "341021203203", "341021203210", "511129105206"];
  const tiles = codes.map((code) => JSON.stringify(resistTile(code)));
  expect(new Set(tiles).size).toBe(codes.length);
  expect(codes.map((code) => JSON.stringify(resistTile(code)))).toEqual(tiles);
});

test("every pattern is small and drawn within its tile's numbers", () => {
  for (let village = 200; village < 320; village += 1) {
    const svg = resistPatternSvg(`341021203${village}`);
    expect(svg.length).toBeLessThan(2000);
    expect(svg).not.toMatch(/NaN|undefined/);
  }
});
