import { expect, test } from "vitest";
import { maskRows, noticeStateWords } from "./notice";

test("few households are hidden, and with one hidden line a second, so that the total tells nothing", () => {
  const line = (name: string, households: number, earning: number, paidFen: bigint) => ({
    name,
    households,
    people: households * 3,
    earning,
    paidFen,
  });
  const rows = maskRows([line("甲", 30, 20, 100_00n), line("乙", 12, 3, 40_00n), line("丙", 25, 9, 60_00n)]);
  expect(rows.map(({ paid }) => paid)).toEqual(["100.00", "不公开", "不公开"]);
  expect(rows[1]).toMatchObject({ earning: "不足 5 户", households: "12" });
  expect(maskRows([line("甲", 4, 4, 1n)])[0]).toMatchObject({
    households: "不足 5 户",
    people: "不公开",
    paid: "不公开",
  });
  expect(maskRows([line("甲", 9, 0, 0n), line("乙", 9, 6, 5n)]).map(({ paid }) => paid)).toEqual(["0.00", "0.05"]);
});

test("a notice whose last day is over says so, and only a published one", () => {
  expect(noticeStateWords("PUBLISHED", "2026-04-10", "2026-04-10")).toBe("公示中");
  expect(noticeStateWords("PUBLISHED", "2026-04-10", "2026-04-11")).toBe("公示期满");
  expect(noticeStateWords("WITHDRAWN", "2026-04-10", "2026-04-11")).toBe("已撤回");
  expect(noticeStateWords("SUBMITTED", null, "2026-04-11")).toBe("待核对");
});
