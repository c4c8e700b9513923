import { expect, test } from "vitest";
import { placeName, placeOptions } from "./place-options";

const village = (code: string, name: string, nameEn: string, townshipName: string, townshipNameEn: string) => ({
  code,
  name,
  nameEn,
  townshipName,
  townshipNameEn,
  countyName: code.startsWith("341021") ? "歙县" : "竹溪县",
  countyNameEn: code.startsWith("341021") ? "Shexian County" : "Zhuxi County",
});

// most on sale first, as the shop has them
const VILLAGES = [
  village("341021203201", "双源村", "Shuangyuan", "昌溪乡", "Changxi"),
  village("420324205219", "孔雀村", "Kongque", "天宝乡", "Tianbao"),
  village("341021101001", "徽城村", "Huicheng", "徽城镇", "Huicheng Town"),
  village("341021203200", "昌溪村", "Changxi", "昌溪乡", "Changxi"),
];

test("a township as a whole stands before its villages, under its county", () => {
  expect(placeOptions(VILLAGES, "zh").map(({ value, label, group }) => `${group} ${label} ${value}`)).toEqual([
    "歙县 昌溪乡（全乡） 341021203",
    "歙县 双源村 341021203201",
    "歙县 昌溪村 341021203200",
    "歙县 徽城镇（全镇） 341021101",
    "歙县 徽城村 341021101001",
    "竹溪县 天宝乡（全乡） 420324205",
    "竹溪县 孔雀村 420324205219",
  ]);
  expect(placeOptions(VILLAGES, "en")[0]).toEqual({
    value: "341021203",
    label: "Changxi, all villages",
    group: "Shexian County",
  });
});

test("what is asked for is named, from the county down; a code of nowhere stays one", () => {
  expect(placeName(VILLAGES, "341021", "zh")).toBe("歙县");
  expect(placeName(VILLAGES, "341021101", "zh")).toBe("徽城镇（全镇）");
  expect(placeName(VILLAGES, "341021203200", "en")).toBe("Changxi");
  expect(placeName(VILLAGES, "34", "zh")).toContain("歙县");
  expect(placeName(VILLAGES, "510000", "zh"), "nothing from there is on sale").toBeUndefined();
  expect(placeName(VILLAGES, "341021999", "zh")).toBeUndefined();
});
