import { idNumberProblem } from "~/households/id-number";
import { ATTRIBUTES } from "~/households/status";
import { columnName } from "~/platform/spreadsheet";

/** Lists of other offices that the register is compared with, and what a difference from each means. */
export const COMPARED_LISTS = {
  DEATH: { label: "死亡人员名单", needs: ["idNumber"], hint: "名单上的人仍在册的，是疑点" },
  RESIDENTS: { label: "户籍人口名单", needs: ["number", "idNumber"], hint: "同一户里，名单与户卡互缺的人是疑点" },
  ACCOUNTS: { label: "银行账户名单", needs: ["number", "account"], hint: "账号与户卡不同的是疑点" },
  CIVIL_AFFAIRS: {
    label: "民政低保、特困名单",
    needs: ["number", "attribute"],
    hint: "属性与户卡不同的，和户卡有而名单没有的，是疑点",
  },
  FLAGGED: {
    label: "其他部门疑点名单",
    needs: ["idNumber"],
    hint: "名单上的人在册的，是疑点；例如有车有房、财政供养、工商登记",
  },
} as const;

export type ComparedList = keyof typeof COMPARED_LISTS;
export const COMPARED_LIST_KEYS = Object.keys(COMPARED_LISTS) as [ComparedList, ...ComparedList[]];

export const LIST_COLUMNS = {
  idNumber: "身份证号码",
  number: "档案编号",
  account: "银行账号",
  attribute: "属性",
} as const;
export type ListColumn = keyof typeof LIST_COLUMNS;

export type ListRow = { readonly row: number } & Readonly<Record<ListColumn, string>>;
export type ListProblem = { readonly cell: string; readonly words: string };

/** Reads the columns that this list is compared by; others are not looked at. */
export function readListSheet(
  list: ComparedList,
  table: {
    readonly headers: readonly string[];
    readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
  },
): { readonly rows: readonly ListRow[]; readonly problems: readonly ListProblem[] } {
  const headers = table.headers.map((header) => header.replace(/[\s*＊]/g, ""));
  const place = (column: ListColumn) => headers.indexOf(LIST_COLUMNS[column]);
  const needs: readonly ListColumn[] = COMPARED_LISTS[list].needs;
  const missing = needs.filter((column) => place(column) < 0).map((column) => `“${LIST_COLUMNS[column]}”`);
  if (missing.length > 0)
    return {
      rows: [],
      problems: [{ cell: "A1", words: `缺少${missing.join("")}列，无法与${COMPARED_LISTS[list].label}比对。` }],
    };
  const problems: ListProblem[] = [];
  const rows = table.rows.map(({ number, cells }) => {
    const of = (column: ListColumn) => (cells[place(column)] ?? "").normalize("NFKC").replace(/\s/g, "");
    for (const column of needs) {
      const words = cellProblem(column, of(column));
      if (words !== undefined) problems.push({ cell: `${columnName(place(column))}${number}`, words });
    }
    return {
      row: number,
      idNumber: of("idNumber").toUpperCase(),
      number: of("number"),
      account: of("account").replaceAll("-", ""),
      attribute: of("attribute"),
    };
  });
  return { rows, problems };
}

function cellProblem(column: ListColumn, text: string): string | undefined {
  if (text === "") return `请填写${LIST_COLUMNS[column]}。`;
  switch (column) {
    case "idNumber":
      // The check digit is left alone: what another office mistyped is found as a person who is not there.
      return idNumberProblem(text) === "form" ? "身份证号码应为 18 位，最后一位可以是 X。" : undefined;
    case "account":
      return /^\d{8,30}$/.test(text.replaceAll("-", "")) ? undefined : "银行账号应为 8 至 30 位数字。";
    case "attribute":
      return (ATTRIBUTES as readonly string[]).includes(text) ? undefined : `属性请填：${ATTRIBUTES.join("、")}。`;
    case "number":
      return undefined;
  }
}
