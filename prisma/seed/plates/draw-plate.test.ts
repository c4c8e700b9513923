import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { listings } from "../data/listings";
import { drawPlate, plateKinds } from "./draw-plate";

describe("the drawn plates", () => {
  test("there are at least 22 kinds, each drawn by one name", () => {
    expect(plateKinds.length).toBeGreaterThanOrEqual(22);
    expect(new Set(plateKinds).size).toBe(plateKinds.length);
  });

  test("every listing's plate is drawn, and listings of one kind look different", () => {
    for (const { plate } of listings) expect(plateKinds).toContain(plate.kind);
    for (const kind of plateKinds) {
      const variations = listings.filter(({ plate }) => plate.kind === kind).map(({ plate }) => plate.variation);
      expect(new Set(variations).size).toBe(variations.length);
      const drawings = variations.map((variation) => drawPlate(kind, variation));
      expect(new Set(drawings).size).toBe(variations.length);
    }
  });

  test.each(plateKinds)("%s is the same every time, sound, and free of the colour of household money", async (kind) => {
    const svg = drawPlate(kind, 0);
    expect(drawPlate(kind, 0)).toBe(svg);
    expect(svg).not.toMatch(/B5410F|FCEBE2|NaN|undefined/i);
    const { width, height, format } = await sharp(Buffer.from(svg)).metadata();
    expect({ width, height, format }).toEqual({ width: 900, height: 900, format: "svg" });
  });

  test("what nobody has drawn is refused", () => {
    expect(() => drawPlate("pineapple", 0)).toThrow("pineapple");
  });
});
