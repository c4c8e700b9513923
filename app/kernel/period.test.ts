import { expect, test } from "vitest";
import {
  boundsOf,
  dayOf,
  isDay,
  isPeriod,
  minuteOf,
  periodOf,
  periodsBetween,
  shiftPeriod,
  startOfDay,
} from "./period";

test.each([
  ["2026-01-31T15:59:59.999Z", "2026-01", "2026-01-31"],
  ["2026-01-31T16:00:00.000Z", "2026-02", "2026-02-01"],
  ["2025-12-31T16:00:00.000Z", "2026-01", "2026-01-01"],
  ["2024-02-28T16:00:00.000Z", "2024-02", "2024-02-29"],
])("%s falls in %s, on %s, in Shanghai", (instant, period, day) => {
  expect(periodOf(new Date(instant))).toBe(period);
  expect(dayOf(new Date(instant))).toBe(day);
});

test("a month reaches from its first instant in Shanghai to the next month's", () => {
  expect(boundsOf("2026-12")).toEqual({
    from: new Date("2026-11-30T16:00:00Z"),
    to: new Date("2026-12-31T16:00:00Z"),
  });
});

test("months are counted over the year's end in both directions", () => {
  expect(shiftPeriod("2026-11", 3)).toBe("2027-02");
  expect(shiftPeriod("2026-01", -1)).toBe("2025-12");
  expect(shiftPeriod("2026-01", -13)).toBe("2024-12");
  expect(periodsBetween("2025-11", "2026-02")).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
});

test("only real months are periods", () => {
  expect(["2026-01", "2026-12"].every(isPeriod)).toBe(true);
  expect(
    ["2026-13", "2026-00", "2026-1", "26-01", "", null, undefined, "2026-01-01", "0000-01", "9999-12"].some(isPeriod),
  ).toBe(false);
});

test("a Shanghai day starts at 16:00 UTC of the day before", () => {
  expect(startOfDay("2026-03-01")).toEqual(new Date("2026-02-28T16:00:00Z"));
  expect(minuteOf(new Date("2026-02-28T16:05:59Z"))).toBe("2026-03-01 00:05");
});

test("only days that exist are days", () => {
  expect(["2024-02-29", "2026-12-31"].every(isDay)).toBe(true);
  expect(
    ["2025-02-29", "2026-13-01", "2026-1-1", "", null, undefined, "2026-11-23T00:00", "0000-01-01", "9999-12-31"].some(
      isDay,
    ),
  ).toBe(false);
});
