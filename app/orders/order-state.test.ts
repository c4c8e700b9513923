import { describe, expect, test } from "vitest";
import {
  canOrderMove,
  canShipmentMove,
  claimWindowEnds,
  needsAddress,
  sellerMoves,
  shipmentStatesBefore,
  shopperMoves,
  stageOf,
} from "./order-state";

describe("states", () => {
  test("a paid order never goes back", () => {
    expect((["PLACED", "CANCELLED", "EXPIRED"] as const).some((to) => canOrderMove("PAID", to))).toBe(false);
  });

  test("what is shipped is not cancelled", () => {
    expect(canShipmentMove("SHIPPED", "CANCELLED")).toBe(false);
    expect(canShipmentMove("PART_SHIPPED", "CANCELLED")).toBe(false);
    expect(shipmentStatesBefore("SHIPPED")).toEqual(["PENDING", "PACKED", "PART_SHIPPED"]);
  });

  test.each([
    ["PLACED", ["PENDING"], "TO_PAY"],
    ["PAID", ["SHIPPED", "PENDING"], "TO_SHIP"],
    ["PAID", ["SHIPPED", "DELIVERED"], "TO_RECEIVE"],
    ["PAID", ["PART_SHIPPED", "DELIVERED"], "TO_SHIP"],
    ["PAID", ["DELIVERED", "CANCELLED"], "DONE"],
    ["PAID", ["CANCELLED"], "CANCELLED"],
    ["EXPIRED", ["PENDING"], "EXPIRED"],
  ] as const)("%s with %j is %s", (state, shipments, stage) => {
    expect(stageOf(state, shipments)).toBe(stage);
  });

  test("a paid order is cancelled by the shopper only before anybody packs", () => {
    expect(shopperMoves("PAID", ["PENDING", "PENDING"]).cancelPaid).toBe(true);
    expect(shopperMoves("PAID", ["PENDING", "PACKED"]).cancelPaid).toBe(false);
  });

  test.each([
    ["PAID", "PENDING", { pack: true, ship: true, split: true }],
    ["PAID", "PACKED", { pack: false, ship: true, split: true }],
    ["PAID", "PART_SHIPPED", { pack: false, ship: true, split: true }],
    ["PAID", "SHIPPED", { pack: false, ship: false, split: false }],
    ["PAID", "CANCELLED", { pack: false, ship: false, split: false }],
    ["PLACED", "PENDING", { pack: false, ship: false, split: false }],
    ["EXPIRED", "PENDING", { pack: false, ship: false, split: false }],
  ] as const)("the seller of a %s order whose goods are %s may %j", (order, shipment, moves) => {
    expect(sellerMoves(order, shipment)).toEqual(moves);
  });

  test("the address is needed until the goods have arrived", () => {
    const states = ["PENDING", "PACKED", "PART_SHIPPED", "SHIPPED", "DELIVERED", "CANCELLED"] as const;
    expect(states.filter(needsAddress)).toEqual(["PENDING", "PACKED", "PART_SHIPPED", "SHIPPED"]);
  });

  test("the claim window is as long as the most patient goods need", () => {
    const at = new Date("2026-11-20T02:00:00Z");
    expect(claimWindowEnds(at, [{ perishable: true }])).toEqual(new Date("2026-11-22T02:00:00Z"));
    expect(claimWindowEnds(at, [{ perishable: true }, { perishable: false }])).toEqual(
      new Date("2026-11-27T02:00:00Z"),
    );
  });
});
