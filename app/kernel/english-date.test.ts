import fc from "fast-check";
import { expect, test } from "vitest";
import { ENGLISH_MONTHS, englishDate } from "./english-date";
import { dayOf, minuteOf, periodOf } from "./period";

test.each([
  ["2026-11", "Nov 2026"],
  ["2026-11-03", "3 Nov 2026"],
  ["2026-09-30 08:05", "30 Sep 2026, 08:05"],
])("%s is %s", (written, said) => {
  expect(englishDate(written)).toBe(said);
});

test("every instant is said in the months, days and minutes of Shanghai, and can be read back", () => {
  const instants = fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(instants, (instant) => {
      const [, day, month, year, time] = /^(\d+) (\w+) (\d+), (.+)$/.exec(englishDate(minuteOf(instant))) ?? [];
      const number = ENGLISH_MONTHS.findIndex((name) => name === month) + 1;
      const two = (part: string | number) => String(part).padStart(2, "0");
      expect(`${year}-${two(number)}-${two(day ?? "")} ${time}`).toBe(minuteOf(instant));
      expect(englishDate(dayOf(instant))).toBe(`${day} ${month} ${year}`);
      expect(englishDate(periodOf(instant))).toBe(`${month} ${year}`);
    }),
  );
});

test.each(["", "26-11-03", "2026-13-01", "2026-11-03T09:30", "2026-11-03 09:30:00"])(
  "%j is no date and stays as it is",
  (text) => {
    expect(englishDate(text)).toBe(text);
  },
);
