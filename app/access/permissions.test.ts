import { expect, test } from "vitest";
import { systemActor, type Actor, type Grant } from "./actor";
import { ACTIONS, can, canSomewhere } from "./permissions";
import { areaScopes, cooperativeScope, householdScope } from "./scopes";

const COOPERATIVE = "0193b3a0-0000-7000-8000-000000000001";
const OTHER_COOPERATIVE = "0193b3a0-0000-7000-8000-000000000002";

function actorWith(...grants: Grant[]): Actor {
  return { userId: "0193b3a0-0000-7000-8000-0000000000aa", displayName: "测试", grants };
}
const township = actorWith({ role: "TOWNSHIP_OFFICIAL", scopeKind: "AREA", scopeId: "341021203" });
const packer = actorWith({ role: "COOP_PACKER", scopeKind: "COOPERATIVE", scopeId: COOPERATIVE });
const operator = actorWith({ role: "OPERATOR", scopeKind: "PLATFORM", scopeId: "" });

test("an official sees every village below their area, and none beside it", () => {
  expect(can(township, "household:view", { areaCode: "341021203201" })).toBe(true);
  expect(can(township, "household:view", { areaCode: "341021204201" })).toBe(false);
  expect(can(township, "household:view", { areaCode: "341021" })).toBe(false);
});

test("an action in an area needs to know the area", () => {
  expect(can(township, "household:view", {})).toBe(false);
  expect(can(township, "household:view", { areaCode: "" })).toBe(false);
});

test("a packer packs for their own cooperative and weighs for none", () => {
  expect(can(packer, "order:fulfil", { cooperativeId: COOPERATIVE })).toBe(true);
  expect(can(packer, "order:fulfil", { cooperativeId: OTHER_COOPERATIVE })).toBe(false);
  expect(can(packer, "order:fulfil", {})).toBe(false);
  expect(can(packer, "intake:record", { cooperativeId: COOPERATIVE })).toBe(false);
});

test("the operator runs the platform and opens no household", () => {
  expect(can(operator, "user:manage")).toBe(true);
  expect(can(operator, "household:view", { areaCode: "341021203201" })).toBe(false);
  expect(can(operator, "household:reveal", { areaCode: "341021203201" })).toBe(false);
});

test("who holds no role may do nothing, the system everything", () => {
  const nobody = actorWith();
  for (const action of ACTIONS) {
    expect(can(nobody, action, { areaCode: "341021203201", cooperativeId: COOPERATIVE })).toBe(false);
    expect(canSomewhere(nobody, action)).toBe(false);
    expect(can(systemActor, action)).toBe(true);
  }
});

test("a grant over a cooperative does not open an area, nor the other way round", () => {
  const mixed = actorWith(
    { role: "VILLAGE_OFFICIAL", scopeKind: "AREA", scopeId: "341021203201" },
    { role: "COOP_MANAGER", scopeKind: "COOPERATIVE", scopeId: COOPERATIVE },
  );
  expect(can(mixed, "listing:edit", { areaCode: "341021203201" })).toBe(false);
  expect(can(mixed, "listing:edit", { cooperativeId: COOPERATIVE })).toBe(true);
  expect(can(mixed, "household:view", { cooperativeId: COOPERATIVE })).toBe(false);
});

test("an area inside another granted area is not a scope of its own", () => {
  const wide = actorWith(
    { role: "VILLAGE_OFFICIAL", scopeKind: "AREA", scopeId: "341021203201" },
    { role: "TOWNSHIP_OFFICIAL", scopeKind: "AREA", scopeId: "341021203" },
    { role: "VILLAGE_OFFICIAL", scopeKind: "AREA", scopeId: "511129105200" },
  );
  expect(areaScopes(wide)).toEqual(["341021203", "511129105200"]);
  expect(areaScopes(operator)).toEqual([]);
  expect(areaScopes(systemActor)).toEqual([""]);
});

test("a cooperative's people can be asked for by role", () => {
  expect(cooperativeScope(packer)).toEqual([COOPERATIVE]);
  expect(cooperativeScope(packer, ["COOP_MANAGER"])).toEqual([]);
  expect(householdScope(packer)).toEqual([]);
});
