import { failed, succeeded, type Result } from "~/kernel/result";
import type { Db } from "~/platform/db.server";
import { checkIncomeRows, type CheckedIncomeRow } from "./check-income-list.server";
import { missingHeaders, readIncomeList, type CellProblem } from "./income-list";

export const MOST_LIST_ROWS = 3_000;

/** The sheet as it would be proposed, or every cell that is in the way of it. Changes nothing. */
export async function previewIncomeList(
  db: Db,
  table: Parameters<typeof readIncomeList>[0],
  scope: { readonly areaPrefixes: readonly string[]; readonly now: Date },
): Promise<
  Result<
    { readonly rows: readonly CheckedIncomeRow[] },
    { readonly words: string; readonly problems: readonly CellProblem[] }
  >
> {
  const missing = missingHeaders(table.headers);
  if (missing.length > 0) return failed({ words: `缺少列：${missing.join("、")}。请用模板填写。`, problems: [] });
  if (table.rows.length > MOST_LIST_ROWS)
    return failed({ words: `一份清单最多 ${MOST_LIST_ROWS} 行，请分成几份。`, problems: [] });
  const read = readIncomeList(table);
  const checked = await checkIncomeRows(db, read.rows, scope);
  const problems = [...read.problems, ...checked.problems].sort((a, b) => a.row - b.row);
  if (problems.length === 0) return succeeded({ rows: checked.rows });
  const bad = new Set(problems.map(({ row }) => row)).size;
  return failed({ words: `有 ${bad} 行对不上，整份清单都没有登记。请改好表格再上传。`, problems });
}
