import type { LoaderFunctionArgs } from "@remix-run/node";
import { DECLARED_FLOWS, DECLARED_FLOW_KEYS } from "~/benefits/declared";
import { INCOME_LIST_COLUMNS, type IncomeListColumn } from "~/benefits/income-list";
import type { SheetColumn } from "~/platform/spreadsheet";
import { downloadResponse, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { requireOfficial } from "./gov-frame.server";

/** An empty sheet for a list of income, with the kinds of income and how each column is filled. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireOfficial(request);
  const columns = (Object.keys(INCOME_LIST_COLUMNS) as IncomeListColumn[]).map((key): SheetColumn<never> => ({
    header: INCOME_LIST_COLUMNS[key].header,
    kind: "text",
    width: key === "household" || key === "organisation" || key === "basis" ? 26 : 16,
    value: () => null,
  }));
  const cover = {
    title: "收入清单模板",
    facts: [["填写", "从第二行起一行一笔；不要用公式；不要改表头"]],
    definitions: [
      ["户编号", "户卡上的编号，例如 341021203200-0001"],
      ["所属月份", "例如 2026-09"],
      ["收入种类", DECLARED_FLOW_KEYS.map((key) => DECLARED_FLOWS[key]).join("、")],
      ["金额（元）", "实际发放的金额，例如 800 或 800.50"],
      ["生产费用（元）", "只有经营性收入填写"],
      ["计算依据", "例如：每月 800 元；按出勤 20 天、每天 120 元"],
    ],
  } as const;
  const sheet = tableSheet({ name: "收入清单", columns, rows: [] });
  return downloadResponse(await writeExcel(cover, [sheet]), "收入清单模板", "xlsx");
}
