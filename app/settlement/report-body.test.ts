import { expect, test } from "vitest";
import { joinSmallGroups } from "./report-body";

const group = (name: string, households: number) => ({
  name,
  households,
  people: households * 2,
  earning: 1,
  accruedFen: "200",
  paidFen: "100",
  attributedFen: "0",
  declaredFen: "0",
});
const lines = (...groups: [string, number][]) =>
  joinSmallGroups(groups.map(([name, households]) => group(name, households))).map(({ name, households, paidFen }) => [
    name,
    households,
    paidFen,
  ]);

test("groups of fewer than five households are one line, with the smallest of the others where they are still too few", () => {
  expect(lines(["一组", 12], ["二组", 5])).toEqual([
    ["一组", 12, "100"],
    ["二组", 5, "100"],
  ]);
  expect(lines(["一组", 12], ["二组", 3], ["三组", 4])).toEqual([
    ["一组", 12, "100"],
    ["其余 2 组", 7, "200"],
  ]);
  expect(lines(["一组", 12], ["二组", 6], ["三组", 1])).toEqual([
    ["一组", 12, "100"],
    ["其余 2 组", 7, "200"],
  ]);
});

test("a village that cannot be told apart without telling of families has no lines", () => {
  expect(lines(["一组", 12], ["二组", 1])).toEqual([]);
  expect(lines(["一组", 12])).toEqual([]);
  expect(lines(["一组", 2], ["二组", 1])).toEqual([]);
});
