import { describe, expect, test } from "vitest";
import { headCount } from "~/households/head-count";
import { idNumberProblem } from "~/households/id-number";
import { ATTRIBUTES, CAUSES, mayFollow, standingOn, type StatusEvent } from "~/households/status";
import { TOWNSHIPS, VILLAGES, villages } from "./areas";
import { householdShops } from "./household-shops";
import { HOUSEHOLDS_AS_OF } from "./household-members";
import { household, households, householdsOf } from "./households";
import { villagePlans } from "./village-plans";
import { luhnDigit } from "./invented-numbers";

function personsOf(areaCode: string): number {
  return householdsOf(areaCode).reduce((sum, one) => sum + headCount(one.members, HOUSEHOLDS_AS_OF), 0);
}

describe("the households of the demonstration", () => {
  test.each([
    ["昌溪村", VILLAGES.changxi, 36, 80],
    ["双源村", VILLAGES.shuangyuan, 22, 60],
    ["万二村", VILLAGES.waner, 18, 62],
  ])("%s has the households and persons its plan prints", (_, code, count, persons) => {
    expect(householdsOf(code)).toHaveLength(count);
    expect(personsOf(code)).toBe(persons);
  });

  test("every village has as many households and persons as it was planned with", () => {
    for (const plan of villagePlans) {
      expect(householdsOf(plan.areaCode)).toHaveLength(plan.households);
      expect(personsOf(plan.areaCode)).toBe(plan.persons);
    }
  });

  test("all fourteen villages of Maolin are there, their attributes in the proportions of the plan", () => {
    const maolin = villages.filter(({ parentCode }) => parentCode === TOWNSHIPS.maolin);
    expect(maolin).toHaveLength(14);
    const cards = maolin.flatMap(({ code }) => householdsOf(code));
    expect(cards).toHaveLength(140);
    // 782 of 960 households with 低保, 49 with 特困供养
    expect(cards.filter(({ attribute }) => attribute === "低保户").length / 140).toBeCloseTo(782 / 960, 1);
    expect(cards.filter(({ attribute }) => attribute === "特困供养户")).toHaveLength(7);
  });

  test("no archive number and no identity number is used twice", () => {
    expect(new Set(households.map(({ key }) => key)).size).toBe(households.length);
    const numbers = households.flatMap(({ members }) => members.map(({ idNumber }) => idNumber));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test("no identity number, bank account or phone number can be anybody's", () => {
    for (const one of households) {
      for (const member of one.members) expect(idNumberProblem(member.idNumber)).toBe("checksum");
      expect(Number(one.bankAccount.at(-1))).not.toBe(luhnDigit(one.bankAccount.slice(0, -1)));
      expect(one.phone).toMatch(/^100\d{8}$/);
    }
  });

  test("each has one head, present, and members who joined before they left", () => {
    for (const one of households) {
      const heads = one.members.filter(({ relation }) => relation === "户主");
      expect(heads.map(({ leftOn }) => leftOn)).toEqual([null]);
      expect(heads[0]?.name).toBe(one.headName);
      for (const { joinedOn, leftOn, birthYear } of one.members) {
        expect(joinedOn >= one.registeredOn && Number(joinedOn.slice(0, 4)) >= birthYear).toBe(true);
        expect(leftOn === null || leftOn > joinedOn).toBe(true);
      }
    }
  });

  test("every status event may follow the one before it", () => {
    for (const one of households) {
      const history: StatusEvent[] = [{ type: "REGISTERED", attribute: one.attribute, effectiveOn: one.registeredOn }];
      for (const event of one.statusEvents) {
        const before = history.at(-1)?.effectiveOn ?? "";
        expect(event.effectiveOn >= before).toBe(true);
        expect(mayFollow(standingOn(history, event.effectiveOn), event.type)).toBe(true);
        history.push(event);
      }
      expect(ATTRIBUTES).toContain(one.attribute);
      for (const cause of one.causes) expect(CAUSES).toContain(cause);
    }
  });

  test("about a third of the households allow something", () => {
    const share = households.filter(({ consents }) => consents.length > 0).length / households.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.42);
  });

  test("the households that sell under their own name exist, with somebody able to work", () => {
    for (const { householdKey } of householdShops) {
      const able = household(householdKey).members.filter(
        ({ leftOn, labour }) => leftOn === null && /(普通|技能|弱)劳动力/.test(labour),
      );
      expect(able.length).toBeGreaterThan(0);
    }
  });
});
