import fc from "fast-check";
import { expect, test } from "vitest";
import { sum } from "~/kernel/money";
import type { FeesInForce, LoadedPromotion, ShownBasketLine } from "~/orders/basket-line";
import { quoteOrder } from "~/orders/quote";
import { basketSplit, householdsFenOf } from "./basket-split";

const NOW = new Date("2026-11-20T02:00:00Z");
const FEES: FeesInForce = { feeScheduleId: "f", processingBps: 340, processingFixedFen: 235n };
const TERMS = { platformBps: 500, cooperativeBps: 800, reserveBps: 2000, servicePointBps: 300, villageBps: 100 };

/** Goods of a seller from one lot of two households and goods bought out; freight ¥8.00. */
function aLine(line: Partial<ShownBasketLine> & { readonly number: number }): ShownBasketLine {
  const { number, ...given } = line;
  return {
    cartId: null,
    variantId: `v${number}`,
    listingId: `l${number}`,
    slug: "plum",
    productId: "p",
    areaCode: "341021203201",
    villageName: "昌溪村",
    villageNameEn: "Changxi",
    title: "绿梅",
    titleEn: "Green plum",
    variantName: "5 斤装",
    variantNameEn: "2.5 kg",
    baseUnit: "GRAM",
    perishable: true,
    packQuantity: 2500,
    packGrams: 2700,
    quantity: 1,
    unitPriceFen: 3990n,
    priceSeenFen: 3990n,
    setAside: false,
    listed: true,
    sellerKind: "COOPERATIVE",
    sellerId: "c1",
    sellerName: "合作社",
    sellerNameEn: "Cooperative",
    servicePointId: null,
    shipsWithinDays: 3,
    freightId: "t",
    shipperId: "s",
    shipperName: "邮政",
    zones: [
      {
        provinces: ["31"],
        delivered: true,
        firstGrams: 3000,
        firstFen: 800n,
        nextGrams: 1000,
        nextFen: 200n,
        freeAboveFen: null,
      },
    ],
    lots: [
      {
        lotId: `lot${number}`,
        available: 10_000_000,
        expiresOn: "2027-01-01",
        composition: [
          { householdId: "h1", settlementMode: "CONSIGNED", weight: "7", quantity: 7, unitPriceFen: null },
          { householdId: "h2", settlementMode: "CONSIGNED", weight: "5", quantity: 5, unitPriceFen: null },
          { householdId: "h3", settlementMode: "BOUGHT_OUT", weight: "3", quantity: 3, unitPriceFen: "600" },
        ],
      },
    ],
    preorder: null,
    splitRuleId: "r",
    photoId: null,
    splitTerms: TERMS,
    ...given,
  };
}

const promised = { id: "po", available: 10_000_000, shipBy: "2026-12-20" };

const aBasket = fc
  .array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      unitPriceFen: fc.bigInt({ min: 401n, max: 99_999n }),
      sellerId: fc.constantFrom("c1", "c2", "c3"),
      preorder: fc.constantFrom(null, null, promised),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => lines.map((line, number) => aLine({ ...line, number })));

const aPromotion = fc.option(
  fc.record({ funder: fc.constantFrom("PLATFORM", "SELLER"), amountFen: fc.bigInt({ min: 1n, max: 5_000n }) }),
  { nil: undefined },
);

test("the parts of a whole order add up to what is charged and what the platform tops up, whatever is bought", () => {
  fc.assert(
    fc.property(aBasket, aPromotion, (lines, discount) => {
      const promotion: LoadedPromotion | undefined = discount && {
        id: "promotion",
        funder: discount.funder === "SELLER" ? "SELLER" : "PLATFORM",
        sellerKind: discount.funder === "SELLER" ? "COOPERATIVE" : null,
        sellerId: discount.funder === "SELLER" ? (lines[0]?.sellerId ?? null) : null,
        amountFen: discount.amountFen,
        minimumFen: 0n,
        useLimit: 9,
        used: 0,
        validFrom: new Date(0),
        validTo: new Date("2030-01-01T00:00:00Z"),
      };
      const quote = quoteOrder({ lines, provinceCode: "31", promotion, fees: FEES, now: NOW });
      if (!quote.ok) throw new Error(quote.failure.kind);
      const { priced } = quote.value;
      const parts = basketSplit({ lines, fees: FEES }, quote.value) ?? [];
      const total = sum(parts.map((part) => part.amountFen));
      expect(total).toBe(priced.totalFen + priced.platformDiscountFen);
      expect(total).toBe(priced.goodsFen + priced.freightFen - priced.sellerDiscountFen);
      for (const { amountFen } of parts) expect(amountFen).toBeGreaterThan(0n);
    }),
  );
});

test("before the province is known the parts are those of the goods", () => {
  const lines = [aLine({ number: 1 }), aLine({ number: 2, sellerId: "c2", quantity: 3, unitPriceFen: 1_001n })];
  const parts = basketSplit({ lines, fees: FEES }, undefined) ?? [];
  expect(sum(parts.map((part) => part.amountFen))).toBe(3_990n + 3_003n);
  expect(parts.map((part) => part.kind)).not.toContain("FREIGHT");
});

test("what waits for its harvest is nobody's yet: the households have nothing of it", () => {
  const parts = basketSplit({ lines: [aLine({ number: 1, preorder: promised })], fees: FEES }, undefined);
  expect(parts?.map((part) => part.kind)).toEqual(["PLATFORM_FEE", "PROCESSING", "VILLAGE", "PREORDER"]);
  expect(householdsFenOf(parts)).toBe(0n);
});

test("while something is short, or no rule is in force, nothing is told", () => {
  const short = aLine({ number: 1, quantity: 9, packQuantity: 2_000_000 });
  expect(basketSplit({ lines: [aLine({ number: 2 }), short], fees: FEES }, undefined)).toBeUndefined();
  expect(basketSplit({ lines: [aLine({ number: 1, splitTerms: null })], fees: FEES }, undefined)).toBeUndefined();
  expect(basketSplit({ lines: [aLine({ number: 1 })], fees: undefined }, undefined)).toBeUndefined();
});
