import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "~/kernel/money";
import { composeDirectLot, composeLot, compositionText, type LotContribution } from "./composition";

const consigned = { settlementMode: "CONSIGNED" } as const;

describe("composition of a lot", () => {
  test("three households' kiwi weigh by value: grams times grade price", () => {
    const rows = composeLot([
      { intakeId: "1", householdId: "h3", quantity: 30_000, unitPriceFen: 480n, ...consigned },
      { intakeId: "2", householdId: "h1", quantity: 40_000, unitPriceFen: 600n, ...consigned },
      { intakeId: "3", householdId: "h2", quantity: 25_500, unitPriceFen: 600n, ...consigned },
    ]);
    expect(rows.map((row) => [row.householdId, row.quantity, row.weight])).toEqual([
      ["h1", 40_000, 24_000_000n],
      ["h2", 25_500, 15_300_000n],
      ["h3", 30_000, 14_400_000n],
    ]);
  });

  test("deliveries of one household are one row per mode, and an advance counts as bought out at its average price", () => {
    const rows = composeLot([
      { intakeId: "1", householdId: "h1", quantity: 1_000, unitPriceFen: 600n, settlementMode: "BOUGHT_OUT" },
      { intakeId: "2", householdId: "h1", quantity: 2_000, unitPriceFen: 500n, settlementMode: "ADVANCE" },
      { intakeId: "3", householdId: "h1", quantity: 4_000, unitPriceFen: 700n, ...consigned },
    ]);
    expect(rows).toEqual([
      { householdId: "h1", settlementMode: "BOUGHT_OUT", quantity: 3_000, weight: 1_600_000n, unitPriceFen: 533n },
      { householdId: "h1", settlementMode: "CONSIGNED", quantity: 4_000, weight: 2_800_000n, unitPriceFen: null },
    ]);
  });

  test("unregistered suppliers are one row at the end", () => {
    const rows = composeLot([
      { intakeId: "1", householdId: null, quantity: 1_000, unitPriceFen: 600n, ...consigned },
      { intakeId: "2", householdId: "h9", quantity: 1_000, unitPriceFen: 600n, ...consigned },
      { intakeId: "3", householdId: null, quantity: 500, unitPriceFen: 400n, ...consigned },
    ]);
    expect(rows.map((row) => [row.householdId, row.quantity])).toEqual([
      ["h9", 1_000],
      [null, 1_500],
    ]);
  });

  test("nothing is lost in grouping, and the order of the deliveries does not matter", () => {
    const contribution: fc.Arbitrary<LotContribution> = fc.record({
      intakeId: fc.uuid(),
      householdId: fc.option(fc.constantFrom("h1", "h2", "h3"), { nil: null }),
      settlementMode: fc.constantFrom("CONSIGNED", "BOUGHT_OUT", "ADVANCE"),
      quantity: fc.integer({ min: 1, max: 1_000_000 }),
      unitPriceFen: fc.bigInt({ min: 1n, max: 100_000n }),
    });
    fc.assert(
      fc.property(fc.array(contribution, { minLength: 1, maxLength: 12 }), (contributions) => {
        const rows = composeLot(contributions);
        const weight = sum(contributions.map((one) => BigInt(one.quantity) * one.unitPriceFen));
        expect(sum(rows.map((row) => row.weight))).toBe(weight);
        expect(sum(rows.map((row) => BigInt(row.quantity)))).toBe(
          sum(contributions.map((one) => BigInt(one.quantity))),
        );
        expect(composeLot([...contributions].reverse())).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });
});

test("the text that is hashed names lot, product, quantity and every row", () => {
  const rows = [
    ...composeLot([{ intakeId: "1", householdId: "h1", quantity: 10, unitPriceFen: 3n, settlementMode: "BOUGHT_OUT" }]),
    ...composeLot([{ intakeId: "2", householdId: null, quantity: 5, unitPriceFen: 2n, ...consigned }]),
  ];
  expect(compositionText({ lotId: "lot", productId: "product", quantity: 15, rows })).toBe(
    "huhui-lot-1|lot|product|15\n0|h1|BOUGHT_OUT|10|30|3\n1|OTHER|CONSIGNED|5|10|-",
  );
});

test("a household's own lot is all theirs", () => {
  expect(composeDirectLot("h1", 60)).toEqual([
    { householdId: "h1", settlementMode: "DIRECT", quantity: 60, weight: 60n, unitPriceFen: null },
  ]);
});
