import { expect, test } from "vitest";
import { parseSpan, spanText, yearBefore } from "./span";

const NOW = new Date("2026-11-23T08:00:00Z");

test.each([
  ["", "year", "2026-01", "2026-11", "2026 年 1–11 月"],
  ["month=2026-03&span=month", "month", "2026-03", "2026-03", "2026 年 3 月"],
  ["month=2026-03&span=rolling", "rolling", "2025-04", "2026-03", "2025 年 4 月至 2026 年 3 月"],
  ["month=2025-12", "year", "2025-01", "2025-12", "2025 年 1–12 月"],
  ["month=2027-01&span=month", "month", "2026-11", "2026-11", "2026 年 11 月"],
  ["month=2026-13&span=week", "year", "2026-01", "2026-11", "2026 年 1–11 月"],
  ["month=2026-09&span=octsep", "octsep", "2025-10", "2026-09", "2025 年 10 月至 2026 年 9 月"],
  ["month=2026-01&span=octsep", "octsep", "2025-10", "2026-01", "2025 年 10 月至 2026 年 1 月"],
  ["month=2026-10&span=octsep", "octsep", "2026-10", "2026-10", "2026 年 10 月"],
  ["month=2026-11&span=octsep", "octsep", "2026-10", "2026-11", "2026 年 10–11 月"],
  ["month=2025-12&span=octsep", "octsep", "2025-10", "2025-12", "2025 年 10–12 月"],
] as const)("%s counts %s %s to %s", (query, kind, from, to, text) => {
  const span = parseSpan(new URLSearchParams(query), NOW);
  expect(span).toMatchObject({ kind, from, to });
  expect(spanText(span)).toBe(text);
});

test("the present month begins at midnight in Shanghai", () => {
  expect(parseSpan(new URLSearchParams(), new Date("2026-11-30T16:00:00Z")).month).toBe("2026-12");
});

test("a year before is the same months", () => {
  expect(yearBefore(parseSpan(new URLSearchParams("month=2026-02&span=rolling"), NOW))).toEqual({
    from: "2024-03",
    to: "2025-02",
  });
});

test("a year before October is the first month of the register's year before", () => {
  expect(yearBefore(parseSpan(new URLSearchParams("month=2026-10&span=octsep"), NOW))).toEqual({
    from: "2025-10",
    to: "2025-10",
  });
});
