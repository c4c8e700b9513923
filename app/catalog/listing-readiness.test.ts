import { expect, test } from "vitest";
import { brokenByEdit, obstaclesOf, type ListingFacts } from "./listing-readiness";

const ready: ListingFacts = {
  variants: 2,
  photos: 1,
  lotsOnStock: 1,
  promised: false,
  variantsInStock: 1,
  ruleInForce: true,
  feesInForce: true,
  delivers: true,
  villageKnown: true,
  sellerApproved: true,
  sellerNamed: true,
  certificateDue: false,
  certified: false,
  licenceDue: false,
  licensed: false,
  title: "绿梅 Plums",
  marks: [],
};

test("a complete listing has nothing against it", () => {
  expect(obstaclesOf(ready)).toEqual([]);
});

test.each([
  [{ variants: 0, variantsInStock: 0 }, ["no-variant"]],
  [{ photos: 0 }, ["no-photo"]],
  [{ lotsOnStock: 0, variantsInStock: 0 }, ["no-lot"]],
  [{ variantsInStock: 0 }, ["no-pack-fits"]],
  [{ ruleInForce: false }, ["no-split-rule"]],
  [{ feesInForce: false }, ["no-fee-schedule"]],
  [{ delivers: false }, ["no-delivery"]],
  [{ villageKnown: false }, ["no-village"]],
  [{ sellerApproved: false }, ["seller-not-approved"]],
  [{ sellerNamed: false }, ["seller-without-name"]],
  [{ photos: 0, villageKnown: false }, ["no-village", "no-photo"]],
])("%o keeps it back for %o", (change, obstacles) => {
  expect(obstaclesOf({ ...ready, ...change })).toEqual(obstacles);
});

test.each([
  [{ certificateDue: true }, ["no-conformity-certificate"]],
  [{ licenceDue: true }, ["no-food-licence"]],
  [{ title: "有机绿梅" }, ["organic-not-certified"]],
  [{ title: "有机绿梅", marks: ["GREEN"] }, ["organic-not-certified"]],
  [{ title: "绿色食品大米" }, ["green-not-certified"]],
  [{ title: "地理标志绿梅" }, ["gi-not-certified"]],
  [{ certificateDue: true, certified: true, licenceDue: true, licensed: true }, []],
  [{ title: "有机绿梅", marks: ["ORGANIC"] }, []],
])("what its category and its own words ask for, %o, keeps it back for %o", (change, obstacles) => {
  expect(obstaclesOf({ ...ready, ...change })).toEqual(obstacles);
});

test("an edit of words breaks what its words claim, not what lots and licences lack", () => {
  const poor = { ...ready, lotsOnStock: 0, variantsInStock: 0, certificateDue: true, licenceDue: true };
  expect(brokenByEdit(poor)).toEqual([]);
  expect(brokenByEdit({ ...poor, title: "有机绿梅" })).toEqual(["organic-not-certified"]);
});
