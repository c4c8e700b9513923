import { parseYuan, type Fen } from "~/kernel/money";
import { isPeriod, type Period } from "~/kernel/period";
import { DECLARED_FLOWS, DECLARED_FLOW_KEYS, type DeclaredFlow } from "./declared";

/** The columns of a list of income, in the words of its sheet. Those with `needed` must be there and filled. */
export const INCOME_LIST_COLUMNS = {
  household: { header: "户编号", needed: true },
  period: { header: "所属月份", needed: true },
  flow: { header: "收入种类", needed: true },
  gross: { header: "金额（元）", needed: true },
  cost: { header: "生产费用（元）", needed: false },
  organisation: { header: "发放单位", needed: true },
  product: { header: "产品", needed: false },
  quantity: { header: "数量", needed: false },
  basis: { header: "计算依据", needed: true },
} as const;

export type IncomeListColumn = keyof typeof INCOME_LIST_COLUMNS;
const COLUMNS = Object.keys(INCOME_LIST_COLUMNS) as IncomeListColumn[];
const LONGEST_CELL = 100;

export type IncomeListRow = {
  /** the number the sheet shows */
  readonly row: number;
  readonly householdNumber: string;
  readonly period: Period;
  readonly flow: DeclaredFlow;
  readonly grossFen: Fen;
  readonly costFen: Fen;
  readonly organisation: string;
  readonly product: string;
  readonly quantity: string;
  readonly basis: string;
};

export type CellProblem = { readonly row: number; readonly column: IncomeListColumn; readonly words: string };

/** The headers of the template that a sheet lacks. */
export function missingHeaders(headers: readonly string[]): string[] {
  return COLUMNS.filter(
    (key) => INCOME_LIST_COLUMNS[key].needed && !headers.includes(INCOME_LIST_COLUMNS[key].header),
  ).map((key) => INCOME_LIST_COLUMNS[key].header);
}

/** Reads a sheet's rows as they were typed; every cell that cannot be read is named with its row and column. */
export function readIncomeList(table: {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
}): { readonly rows: readonly IncomeListRow[]; readonly problems: readonly CellProblem[] } {
  const rows: IncomeListRow[] = [];
  const problems: CellProblem[] = [];
  const seen = new Map<string, number>();
  for (const { number, cells } of table.rows) {
    const typed = Object.fromEntries(
      COLUMNS.map((key) => [key, (cells[table.headers.indexOf(INCOME_LIST_COLUMNS[key].header)] ?? "").trim()]),
    ) as Record<IncomeListColumn, string>;
    const before = problems.length;
    const problem = (column: IncomeListColumn, words: string) => problems.push({ row: number, column, words });

    for (const key of COLUMNS) {
      if (INCOME_LIST_COLUMNS[key].needed && typed[key] === "") problem(key, "没有填写。");
      else if (typed[key].length > LONGEST_CELL) problem(key, `最多 ${LONGEST_CELL} 个字。`);
    }
    const period = typed.period.replace(
      /^(\d{4})[年/.](\d{1,2})月?$/,
      (_, year: string, month: string) => `${year}-${month.padStart(2, "0")}`,
    );
    if (typed.period !== "" && !isPeriod(period)) problem("period", "月份请按 2026-09 的样子填写。");
    const flow = DECLARED_FLOW_KEYS.find((key) => DECLARED_FLOWS[key] === typed.flow);
    if (typed.flow !== "" && !flow) problem("flow", `没有“${typed.flow}”这一种，请从模板的“收入种类”里选。`);
    const grossFen = parseYuan(typed.gross);
    if (typed.gross !== "" && (grossFen === undefined || grossFen <= 0n))
      problem("gross", "金额请按 1200 或 1200.50 的样子填写，大于 0。");
    const costFen = typed.cost === "" ? 0n : parseYuan(typed.cost);
    if (costFen === undefined || costFen < 0n) problem("cost", "费用请按 300 或 300.50 的样子填写；没有就留空。");

    if (problems.length > before || !flow || grossFen === undefined || costFen === undefined) continue;
    const key = [typed.household, period, flow, typed.organisation].join("\n");
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      problem("household", `与第 ${earlier} 行重复：同一户、同一月份、同一种类和发放单位。`);
      continue;
    }
    seen.set(key, number);
    rows.push({
      row: number,
      householdNumber: typed.household,
      period,
      flow,
      grossFen,
      costFen,
      organisation: typed.organisation,
      product: typed.product,
      quantity: typed.quantity,
      basis: typed.basis,
    });
  }
  return { rows, problems };
}
