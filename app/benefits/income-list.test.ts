import { expect, test } from "vitest";
import { missingHeaders, readIncomeList } from "./income-list";

const HEADERS = ["户编号", "所属月份", "收入种类", "金额（元）", "生产费用（元）", "发放单位", "计算依据"];
const sheet = (...rows: string[][]) => ({
  headers: HEADERS,
  rows: rows.map((cells, index) => ({ number: index + 2, cells })),
});

test("a row of the sheet is read as it stands, months in the ways people write them", () => {
  const { rows, problems } = readIncomeList(
    sheet(
      ["341021203200-0001", "2026-09", "公益性岗位", "800", "", "昌溪乡政府", "每月 800 元"],
      ["341021203200-0002", "2026年9月", "其他经营", "1,200.50", "300", "昌溪集市", "摆摊收入"],
    ),
  );
  expect(problems).toEqual([]);
  expect(rows).toMatchObject([
    {
      row: 2,
      householdNumber: "341021203200-0001",
      period: "2026-09",
      flow: "PUBLIC_JOB",
      grossFen: 80_000n,
      costFen: 0n,
    },
    { row: 3, period: "2026-09", flow: "OTHER_BUSINESS", grossFen: 120_050n, costFen: 30_000n },
  ]);
});

test.each([
  ["no household", ["", "2026-09", "养老金", "110", "", "社保所", "每月"], "household"],
  ["a month that is none", ["1", "2026-13", "养老金", "110", "", "社保所", "每月"], "period"],
  ["a kind that is not in the template", ["1", "2026-09", "彩票", "110", "", "社保所", "每月"], "flow"],
  ["an amount in words", ["1", "2026-09", "养老金", "一百", "", "社保所", "每月"], "gross"],
  ["nothing paid", ["1", "2026-09", "养老金", "0", "", "社保所", "每月"], "gross"],
  ["a cost below zero", ["1", "2026-09", "养老金", "110", "-1", "社保所", "每月"], "cost"],
  ["no basis", ["1", "2026-09", "养老金", "110", "", "社保所", ""], "basis"],
])("%s is named by its cell, and the row is not read", (_, cells, column) => {
  const { rows, problems } = readIncomeList(sheet(cells));
  expect(rows).toEqual([]);
  expect(problems).toMatchObject([{ row: 2, column }]);
});

test("the same payment twice in one sheet is named with the earlier row", () => {
  const row = ["1", "2026-09", "养老金", "110", "", "社保所", "每月"];
  const { rows, problems } = readIncomeList(sheet(row, row));
  expect(rows).toHaveLength(1);
  expect(problems).toEqual([
    { row: 3, column: "household", words: "与第 2 行重复：同一户、同一月份、同一种类和发放单位。" },
  ]);
});

test("a sheet without the needed columns says which", () => {
  expect(missingHeaders(["户编号", "金额（元）"])).toEqual(["所属月份", "收入种类", "发放单位", "计算依据"]);
});
