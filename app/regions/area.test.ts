import { expect, test } from "vitest";
import { covers, coversAny, isAreaCode, levelBelow, levelOf, lineage, parentCode } from "./area";
import { lineFor, type IncomeLine } from "./income-line";

test.each([
  ["34", "PROVINCE", undefined],
  ["3410", "CITY", "34"],
  ["341021", "COUNTY", "3410"],
  ["341021203", "TOWNSHIP", "341021"],
  ["341021203201", "VILLAGE", "341021203"],
] as const)("%s is a %s below %s", (code, level, parent) => {
  expect(levelOf(code)).toBe(level);
  expect(parentCode(code)).toBe(parent);
});

test("codes of other lengths are no areas", () => {
  expect(["", "3", "341", "3410212", "34102120320", "3410212032011", "34102120320x"].some(isAreaCode)).toBe(false);
});

test("an area covers what starts with its code, and nothing beside it", () => {
  expect(covers("341021", "341021203201")).toBe(true);
  expect(covers("341021", "341022203201")).toBe(false);
  expect(covers("341021203201", "341021203")).toBe(false);
  expect(covers("", "341021203201")).toBe(true);
  expect(coversAny([], "341021203201")).toBe(false);
});

test("a village's lineage leads from its province to itself", () => {
  expect(lineage("341021203201")).toEqual(["34", "3410", "341021", "341021203", "341021203201"]);
  expect(levelBelow("TOWNSHIP")).toBe("VILLAGE");
  expect(levelBelow("VILLAGE")).toBeUndefined();
});

const lines: IncomeLine[] = [
  { areaCode: "", year: 2025, kind: "MONITORING", fenPerPerson: 700_000n, source: "全国" },
  { areaCode: "34", year: 2025, kind: "MONITORING", fenPerPerson: 800_000n, source: "省" },
  { areaCode: "341021", year: 2025, kind: "MONITORING", fenPerPerson: 850_000n, source: "县" },
  { areaCode: "34", year: 2026, kind: "MONITORING", fenPerPerson: 880_000n, source: "省" },
  { areaCode: "", year: 2025, kind: "NATIONAL_STANDARD", fenPerPerson: 400_000n, source: "国家" },
];

test.each([
  ["341021203201", 2025, "县"],
  ["341022203201", 2025, "省"],
  ["511129105200", 2025, "全国"],
  ["341021203201", 2026, "省"],
] as const)("the most local monitoring line holds for %s in %i: %s", (areaCode, year, source) => {
  expect(lineFor(lines, { areaCode, year, kind: "MONITORING" })?.source).toBe(source);
});

test("a year without a published line has none: last year's is not carried on", () => {
  expect(lineFor(lines, { areaCode: "511129105200", year: 2026, kind: "MONITORING" })).toBeUndefined();
  expect(lineFor(lines, { areaCode: "341021203201", year: 2026, kind: "NATIONAL_STANDARD" })).toBeUndefined();
});
