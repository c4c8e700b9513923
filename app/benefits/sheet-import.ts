import type { Action } from "~/access/permissions";
import type { SpreadsheetFailure } from "~/platform/spreadsheet";
import { explainSpreadsheetFailure } from "~/platform/spreadsheet";

/** What a cooperative may bring in as a sheet, column by column: the template, the reading and the page go by this. */

export const SHEET_KINDS = ["members", "intakes", "prices"] as const;
export type SheetKind = (typeof SHEET_KINDS)[number];

export type SheetImportColumn = {
  readonly key: string;
  readonly header: string;
  readonly required?: boolean;
  /** what to write, on the template's second sheet */
  readonly rule: string;
};

export const SHEETS: Record<
  SheetKind,
  { readonly title: string; readonly needs: Action; readonly columns: readonly SheetImportColumn[] }
> = {
  members: {
    title: "社员",
    needs: "membership:edit",
    columns: [
      { key: "number", header: "农户编号", required: true, rule: "明白卡上的编号，按文本填写" },
      { key: "headName", header: "户主姓名", required: true, rule: "与编号对应的户主全名，两项都对才登记" },
      { key: "joinedOn", header: "入社日期", required: true, rule: "2026-03-01 的样子" },
      { key: "share", header: "出资额（元）", rule: "例如 1000 或 1,000.50；没有留空" },
    ],
  },
  intakes: {
    title: "收货",
    needs: "intake:record",
    columns: [
      { key: "paperNumber", header: "票据号", rule: "纸质单的号码；同一号码是同一张单，不会重复入账" },
      { key: "number", header: "农户编号", rule: "明白卡上的编号；不是社员的供货人留空，填下一列" },
      { key: "supplier", header: "其他供货人", rule: "没有农户编号时填写" },
      { key: "product", header: "产品", required: true, rule: "平台上的产品名称" },
      { key: "grade", header: "等级", required: true, rule: "产品的等级之一" },
      { key: "gross", header: "毛重", required: true, rule: "数字；按个卖的填个数" },
      { key: "tare", header: "皮重", rule: "没有留空" },
      { key: "deduction", header: "扣损", rule: "没有留空" },
      { key: "unit", header: "单位", required: true, rule: "斤、公斤或个" },
      { key: "mode", header: "结算方式", required: true, rule: "代销、买断或预付" },
      { key: "price", header: "单价（元）", rule: "每斤、每公斤或每个；代销可以留空，以后定价" },
      { key: "deliveredOn", header: "交货日期", required: true, rule: "2026-11-23 的样子" },
      { key: "time", header: "时间", rule: "08:30 的样子；没有留空，按当天 8 点计" },
      { key: "weighedBy", header: "过秤人", required: true, rule: "姓名" },
      { key: "unusual", header: "超常说明", rule: "重量远超该户平常时填写原因" },
      { key: "note", header: "备注", rule: "没有留空" },
    ],
  },
  prices: {
    title: "商品价格",
    needs: "listing:edit",
    columns: [
      { key: "variantId", header: "规格号", required: true, rule: "模板里已填好，不要改" },
      { key: "title", header: "商品", rule: "只供核对" },
      { key: "variant", header: "规格", rule: "只供核对" },
      { key: "present", header: "现价（元）", rule: "只供核对" },
      { key: "price", header: "新价（元）", rule: "一件的价格；留空表示不变" },
    ],
  },
};

export const MOST_IMPORT_ROWS = 2_000;

export function isSheetKind(text: string | null | undefined): text is SheetKind {
  return SHEET_KINDS.some((kind) => kind === text);
}

/** One row as it was read: the sheet's own row number, and a text for each column of the kind. */
export type SheetRow = { readonly number: number; readonly cells: Readonly<Record<string, string>> };

export type RowOutcome =
  | { readonly state: "added" }
  /** what it says is in the books already: nothing happens */
  | { readonly state: "unchanged"; readonly because: string }
  | { readonly state: "wrong"; readonly errors: Readonly<Record<string, string>> };

export type ImportFailure =
  | { readonly kind: "sheet"; readonly failure: SpreadsheetFailure }
  | { readonly kind: "missing-columns"; readonly headers: readonly string[] }
  | { readonly kind: "unknown-columns"; readonly headers: readonly string[] }
  | { readonly kind: "no-such-cooperative" }
  | { readonly kind: "gone" }
  | { readonly kind: "already-confirmed" }
  | { readonly kind: "wrong-rows"; readonly count: number };

export function explainImportFailure(failure: ImportFailure): string {
  switch (failure.kind) {
    case "sheet":
      return explainSpreadsheetFailure(failure.failure);
    case "missing-columns":
      return `缺少这些列：${failure.headers.join("、")}。请用模板填写，第一行是表头。`;
    case "unknown-columns":
      return `不认识这些列：${failure.headers.slice(0, 10).join("、")}。请只保留模板里的列。`;
    case "no-such-cooperative":
      return "请选择合作社。";
    case "gone":
      return "这份表已过期，请重新上传。";
    case "already-confirmed":
      return "这份表已经导入过，没有再改动任何数据。";
    case "wrong-rows":
      return `有 ${failure.count} 行有错，一行也没有导入。请改好再传，或选择“跳过有错的行”。`;
  }
}

/** Headers as people write them: blanks and kinds of brackets do not matter. */
export function sameHeader(a: string, b: string): boolean {
  const plain = (text: string) =>
    text
      .normalize("NFKC")
      .replace(/[\s*]/g, "")
      .replace(/\(.*\)$/, "");
  return plain(a) === plain(b);
}
