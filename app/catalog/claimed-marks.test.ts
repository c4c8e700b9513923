import { expect, test } from "vitest";
import { claimedMarks } from "./claimed-marks";

test.each([
  ["里坪有机红心猕猴桃 Organic kiwi", ["ORGANIC"]],
  ["施有机肥的猕猴桃", []],
  ["绿色食品 山泉大米", ["GREEN"]],
  ["地理标志 歙县绿梅", ["GI"]],
  ["Green tea", []],
  ["绿梅", []],
] as const)("“%s” claims %j", (title, marks) => {
  expect(claimedMarks(title)).toEqual(marks);
});
