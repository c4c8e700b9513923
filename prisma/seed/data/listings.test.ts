import { describe, expect, test } from "vitest";
import { freightZonesProblem } from "~/catalog/freight";
import { LONGEST_KEEPING, LONGEST_KEEPING_EN } from "~/catalog/listing-failure";
import { splitRuleProblem } from "~/catalog/split-rule";
import { feeScheduleProblem } from "~/catalog/fee-schedule";
import { isScNumber } from "~/supply/sc-number";
import { area, areas, villages } from "./areas";
import { categories } from "./categories";
import { FRESH_NOT_DELIVERED, freightTemplate, freightTemplates } from "./freight";
import { household } from "./households";
import { keepings } from "./keeping";
import { memberships, suppliersOf } from "./memberships";
import { product, products } from "./products";
import { qualityDocuments } from "./quality-documents";
import { feeSchedules, splitRules } from "./rules";
import { sellers, servicePoints } from "./sellers";
import { users } from "./users";
import { isHouseholdSeller, listings, servicePointOf, splitRuleOf } from "./listings";

describe("what the demonstration sells", () => {
  test("at least 42 listings over at least ten categories, from at least six cooperatives", () => {
    expect(listings.length).toBeGreaterThanOrEqual(42);
    const sold = new Set(listings.map(({ productCode }) => product(productCode).categoryCode));
    expect(sold.size).toBeGreaterThanOrEqual(10);
    expect(sellers.filter(({ kind }) => kind === "COOPERATIVE").length).toBeGreaterThanOrEqual(6);
    expect(products.length).toBeGreaterThanOrEqual(25);
  });

  test("every key is used once and is a slug", () => {
    for (const keys of [
      listings.map(({ key }) => key),
      sellers.map(({ slug }) => slug),
      products.map(({ code }) => code),
      categories.map(({ code }) => code),
    ]) {
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  test("each story is two to four sentences in both languages", () => {
    for (const { story, storyEn } of listings) {
      expect(story.match(/[。！？]/g)?.length).toBeGreaterThanOrEqual(2);
      expect(story.match(/[。！？]/g)?.length).toBeLessThanOrEqual(5);
      expect(storyEn.match(/[.!?](?=\s|$)/g)?.length).toBeGreaterThanOrEqual(2);
    }
  });

  test("how each product is kept is written in both languages, and how it is eaten where it is", () => {
    for (const { keeping, keepingEn, eating, eatingEn } of Object.values(keepings)) {
      expect(keeping).not.toBe("");
      expect(keepingEn).not.toBe("");
      expect(eatingEn === "").toBe(eating === "");
      for (const text of [keeping, eating]) expect(text.length).toBeLessThanOrEqual(LONGEST_KEEPING);
      for (const text of [keepingEn, eatingEn]) {
        expect(text.length).toBeLessThanOrEqual(LONGEST_KEEPING_EN);
        expect(text).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });

  test("each sells a grade its product has, from a village that is loaded", () => {
    for (const one of listings) {
      expect(product(one.productCode).grades.map(({ name }) => name)).toContain(one.grade);
      expect(area(one.areaCode).level).toBe("VILLAGE");
      expect(one.variants.length).toBeGreaterThanOrEqual(2);
      expect(one.variants.length).toBeLessThanOrEqual(3);
    }
  });

  test("a price leaves room for everybody behind it, a larger pack is no dearer, the market is not cheaper by much", () => {
    for (const one of listings) {
      const { baseUnit, grades } = product(one.productCode);
      const paid = Number(grades.find(({ name }) => name === one.grade)?.typicalFen);
      const unit = baseUnit === "GRAM" ? 1000 : 1;
      const prices = one.variants.map(({ priceFen, quantity }) => (Number(priceFen) * unit) / quantity);
      expect(prices).toEqual(prices.toSorted((a, b) => b - a));
      for (const price of prices) {
        expect(price / paid).toBeGreaterThan(1.25);
        expect(price / paid).toBeLessThan(3.4);
        expect(price).toBeLessThan(Number(one.marketPriceFen) * 1.15);
      }
    }
  });

  test("processed food is sold only by sellers with a licence of the right form, never by a household", () => {
    for (const one of listings.filter(({ productCode }) => product(productCode).processed)) {
      expect(isHouseholdSeller(one.seller)).toBe(false);
      const licence = qualityDocuments.find(
        ({ kind, sellerKey, productCode }) =>
          kind === "SC" && sellerKey === one.seller && productCode === one.productCode,
      );
      expect(licence).toBeDefined();
    }
    for (const { kind, number } of qualityDocuments) if (kind === "SC") expect(isScNumber(number)).toBe(true);
  });

  test("a household sells with a service point's help, under the rule for direct sales", () => {
    const direct = listings.filter(({ seller }) => isHouseholdSeller(seller));
    expect(direct.length).toBeGreaterThanOrEqual(6);
    for (const one of direct) {
      expect(servicePoints.map(({ key }) => key)).toContain(servicePointOf(one));
      expect(splitRuleOf(one)).toBe("direct");
      expect(household(one.seller).areaCode).toBe(one.areaCode);
    }
  });
});

describe("sellers, rules and freight", () => {
  test("every seller has members, each a loaded household and only once", () => {
    for (const { key } of sellers) expect(suppliersOf(key).length).toBeGreaterThanOrEqual(6);
    const pairs = memberships.map(({ sellerKey, householdKey }) => `${sellerKey} ${household(householdKey).key}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  test("rules, fees and zones are such as the forms would take", () => {
    for (const rule of splitRules) expect(splitRuleProblem(rule)).toBeUndefined();
    for (const schedule of feeSchedules) expect(feeScheduleProblem(schedule)).toBeUndefined();
    for (const template of freightTemplates) expect(freightZonesProblem(template.zones)).toBeUndefined();
  });

  test("every province has a freight price, except fresh goods where they do not go", () => {
    for (const { kind, zones } of freightTemplates) {
      for (const { code } of areas.filter(({ level }) => level === "PROVINCE")) {
        const zone = zones.find(({ provinces }) => provinces.includes(code));
        expect(zone?.delivered).toBe(!(kind === "fresh" && FRESH_NOT_DELIVERED.includes(code)));
      }
    }
    for (const one of listings) expect(freightTemplate(one.seller, one.freight).kind).toBe(one.freight);
  });

  test("there is a login of every role, and two people for what needs two", () => {
    expect(new Set(users.map(({ loginName }) => loginName)).size).toBe(users.length);
    const shown = users.filter((user) => user.shown);
    expect(new Set(shown.flatMap(({ grants }) => grants.map(({ role }) => role))).size).toBe(12);
    for (const role of ["OPERATOR", "FINANCE"]) {
      expect(users.filter(({ grants }) => grants.some((grant) => grant.role === role))).toHaveLength(2);
    }
  });

  test("every area has its parent, and every village belongs to a demo township", () => {
    const codes = new Set(areas.map(({ code }) => code));
    for (const { parentCode } of areas) expect(parentCode === null || codes.has(parentCode)).toBe(true);
    expect(villages.length).toBeGreaterThan(60);
  });
});
