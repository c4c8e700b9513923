import { expect, test } from "vitest";
import { otherProvinces, provincesFrom, provinceWords } from "./province-words";

test("provinces are read by long or short name, however they are separated", () => {
  expect(provincesFrom("安徽、江苏省 上海市，内蒙古")).toEqual({ codes: ["34", "32", "31", "15"], withRest: false });
  expect(provincesFrom("新疆 其余")).toEqual({ codes: ["65"], withRest: true });
  expect(provincesFrom("安徽 安徽省")).toEqual({ codes: ["34"], withRest: false });
});

test("what is no province is named, not guessed", () => {
  expect(provincesFrom("安徽、火星")).toEqual({ unknown: "火星" });
});

test("the rest are all provinces that nobody named", () => {
  const rest = otherProvinces(["34", "31"]);
  expect(rest).toHaveLength(29);
  expect(rest.includes("34")).toBe(false);
  expect(provinceWords(["34", "15"])).toBe("安徽、内蒙古");
});
