import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "~/kernel/money";
import { priceOrder, type PromotionTerms, type ShipmentToPrice } from "./price-order";

const fees = { processingBps: 340, processingFixedFen: 0n };

function shipment(sellerId: string, freightFen: bigint, ...lines: [bigint, number][]): ShipmentToPrice {
  return {
    sellerKind: "COOPERATIVE",
    sellerId,
    freightFen,
    lines: lines.map(([unitPriceFen, quantity]) => ({ unitPriceFen, quantity })),
  };
}

describe("the price of an order", () => {
  test("three boxes and their freight: the processing charge is spread by what is charged", () => {
    const priced = priceOrder({ shipments: [shipment("a", 800n, [3_990n, 3])], fees });
    expect(priced.totalFen).toBe(12_770n);
    expect(priced.processingFen).toBe(434n);
    expect(priced.shipments[0]?.goods[0]).toMatchObject({ grossFen: 11_970n, netFen: 11_970n, processingFen: 407n });
    expect(priced.shipments[0]?.freight).toMatchObject({ netFen: 800n, processingFen: 27n });
  });

  test("free freight has no line", () => {
    expect(priceOrder({ shipments: [shipment("a", 0n, [1_000n, 1])], fees }).shipments[0]?.freight).toBeUndefined();
  });

  test("a seller's discount is spread over its own goods only, and lowers their net", () => {
    const promotion: PromotionTerms = { funder: "SELLER", sellerKind: "COOPERATIVE", sellerId: "a", amountFen: 100n };
    const shipments = [shipment("a", 500n, [1_000n, 1], [2_000n, 1]), shipment("b", 500n, [3_000n, 1])];
    const priced = priceOrder({ shipments, promotion, fees });
    expect(priced.shipments.map((one) => one.goods.map((line) => line.netFen))).toEqual([[967n, 1_933n], [3_000n]]);
    expect(priced.totalFen).toBe(6_900n);
  });

  test("the platform's discount leaves every net as it is", () => {
    const promotion: PromotionTerms = { funder: "PLATFORM", sellerKind: null, sellerId: null, amountFen: 100n };
    const priced = priceOrder({ shipments: [shipment("a", 500n, [1_000n, 1], [2_000n, 1])], promotion, fees });
    expect(priced.shipments[0]?.goods.map((line) => [line.netFen, line.chargedFen])).toEqual([
      [1_000n, 967n],
      [2_000n, 1_933n],
    ]);
  });

  test("a discount is never more than the goods it is for", () => {
    const promotion: PromotionTerms = { funder: "PLATFORM", sellerKind: null, sellerId: null, amountFen: 99_999n };
    const priced = priceOrder({ shipments: [shipment("a", 500n, [1_000n, 1])], promotion, fees });
    expect(priced).toMatchObject({ platformDiscountFen: 1_000n, totalFen: 500n });
  });

  test("a fixed charge never eats more than half of a tiny order", () => {
    const priced = priceOrder({
      shipments: [shipment("a", 0n, [10n, 1])],
      fees: { ...fees, processingFixedFen: 235n },
    });
    expect(priced.processingFen).toBe(5n);
  });

  test("every spread adds up again, whatever is bought", () => {
    const line = fc.tuple(fc.bigInt(1n, 500_000n), fc.integer({ min: 1, max: 99 }));
    const parcels = fc.array(fc.tuple(fc.bigInt(0n, 5_000n), fc.array(line, { minLength: 1, maxLength: 6 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        parcels,
        fc.bigInt(0n, 60_000n),
        fc.constantFrom("PLATFORM", "SELLER", "NONE"),
        (given, amountFen, funder) => {
          const shipments = given.map(([freight, lines], index) => shipment(`s${index}`, freight, ...lines));
          const promotion: PromotionTerms | undefined =
            funder === "NONE"
              ? undefined
              : funder === "SELLER"
                ? { funder, sellerKind: "COOPERATIVE", sellerId: "s0", amountFen }
                : { funder: "PLATFORM", sellerKind: null, sellerId: null, amountFen };
          const priced = priceOrder({ shipments, promotion, fees: { processingBps: 340, processingFixedFen: 235n } });
          const lines = priced.shipments.flatMap((one) => (one.freight ? [...one.goods, one.freight] : one.goods));
          expect(sum(lines.map((one) => one.chargedFen))).toBe(priced.totalFen);
          expect(priced.totalFen).toBe(
            priced.goodsFen + priced.freightFen - priced.sellerDiscountFen - priced.platformDiscountFen,
          );
          expect(sum(lines.map((one) => one.processingFen))).toBe(priced.processingFen);
          expect(
            lines.every((one) => one.chargedFen >= 0n && one.processingFen >= 0n && one.processingFen <= one.netFen),
          ).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
