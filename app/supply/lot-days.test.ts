import { expect, test } from "vitest";
import { checkLotDays } from "./lot-days";

const today = "2026-11-23";

test("what was harvested by today and keeps until today may be sealed", () => {
  expect(checkLotDays({ harvestedOn: "2026-11-20", expiresOn: "2026-12-05", today }).ok).toBe(true);
  expect(checkLotDays({ harvestedOn: today, expiresOn: today, today }).ok).toBe(true);
});

test.each([
  ["2026-11-24", "2026-12-05", "harvested-in-the-future"],
  ["2026-11-20", "2026-11-19", "expires-before-harvest"],
  ["2026-11-01", "2026-11-22", "expired"],
  ["gestern", "2026-11-25", "bad-day"],
  ["2026-11-20", "2026-02-30", "bad-day"],
])("harvested %s, good until %s: %s", (harvestedOn, expiresOn, kind) => {
  expect(checkLotDays({ harvestedOn, expiresOn, today })).toMatchObject({ failure: { kind } });
});
