import { expect, test } from "vitest";
import { isLoginName, normalLoginName } from "./login-name";
import { isScopeId } from "./scope-id";
import { sessionLife } from "./session-life";

test("the strictest of the roles held rules how long a session lives", () => {
  expect(sessionLife(["SHOPPER"]).absoluteMinutes).toBe(30 * 24 * 60);
  expect(sessionLife([]).absoluteMinutes).toBe(30 * 24 * 60);
  expect(sessionLife(["COOP_WEIGHER", "SHOPPER"]).idleMinutes).toBe(3 * 24 * 60);
  expect(sessionLife(["SHOPPER", "TOWNSHIP_OFFICIAL"])).toEqual({ idleMinutes: 60, absoluteMinutes: 720 });
});

test("login names are folded to one spelling", () => {
  expect(normalLoginName("  Ｚhang.San@Example.CN ")).toBe("zhang.san@example.cn");
  expect(["ab", "has space", "-dash", "a".repeat(65)].some(isLoginName)).toBe(false);
  expect(["张三丰", "13800000000", "a.b@c.cn"].every(isLoginName)).toBe(true);
});

test("a scope is an area code of natural length, an id, or nothing for the platform", () => {
  expect(["34", "3410", "341021", "341021203", "341021203201"].every((code) => isScopeId("AREA", code))).toBe(true);
  expect(["", "3", "3410212", "341021203201 ", "34102120320a"].some((code) => isScopeId("AREA", code))).toBe(false);
  expect(isScopeId("COOPERATIVE", "341021203201")).toBe(false);
  expect(isScopeId("PLATFORM", "34")).toBe(false);
});
