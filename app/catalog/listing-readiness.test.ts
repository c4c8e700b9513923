import { expect, test } from "vitest";
import { obstaclesOf, warningsOf, type ListingFacts } from "./listing-readiness";

const ready: ListingFacts = {
  variants: 2,
  photos: 1,
  lotsOnStock: 1,
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
};

test("a complete listing has nothing against it", () => {
  expect(obstaclesOf(ready)).toEqual([]);
  expect(warningsOf(ready)).toEqual([]);
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

test("a missing certificate or food licence warns and does not keep back", () => {
  const due = { ...ready, certificateDue: true, licenceDue: true };
  expect(obstaclesOf(due)).toEqual([]);
  expect(warningsOf(due)).toEqual(["no-conformity-certificate", "no-food-licence"]);
  expect(warningsOf({ ...due, certified: true, licensed: true })).toEqual([]);
});
