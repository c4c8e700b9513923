import { expect, test } from "vitest";
import { amountAtIntake, netOf } from "./intake-weight";

test("what counts is the gross weight without crate and dirt", () => {
  expect(netOf({ gross: 25_500, tare: 1_200, deduction: 300 })).toEqual({ ok: true, value: 24_000 });
});

test.each([
  [{ gross: 0, tare: 0, deduction: 0 }, "bad-gross"],
  [{ gross: 20_000_001, tare: 0, deduction: 0 }, "bad-gross"],
  [{ gross: 1.5, tare: 0, deduction: 0 }, "bad-gross"],
  [{ gross: 1_000, tare: -1, deduction: 0 }, "bad-tare"],
  [{ gross: 1_000, tare: 0, deduction: -5 }, "bad-deduction"],
  [{ gross: 1_000, tare: 600, deduction: 400 }, "nothing-left"],
])("%o is no weighing", (weighing, kind) => {
  expect(netOf(weighing)).toMatchObject({ ok: false, failure: { kind } });
});

test("bought-out and advanced goods are owed for at intake, consigned goods when they are sold", () => {
  const delivery = { net: 23_500, baseUnit: "GRAM", unitPriceFen: 600n } as const;
  expect(amountAtIntake({ ...delivery, settlementMode: "BOUGHT_OUT" })).toBe(14_100n);
  expect(amountAtIntake({ ...delivery, settlementMode: "ADVANCE" })).toBe(14_100n);
  expect(amountAtIntake({ ...delivery, settlementMode: "CONSIGNED" })).toBeNull();
});

test("eggs are paid by the piece", () => {
  const delivery = { net: 120, baseUnit: "PIECE", unitPriceFen: 130n, settlementMode: "BOUGHT_OUT" } as const;
  expect(amountAtIntake(delivery)).toBe(15_600n);
});
