import { MOST_EXCEL_ROWS } from "~/platform/spreadsheet";

export type ExportState = "WAITING" | "RUNNING" | "DONE" | "FAILED" | "EXPIRED";

export const EXPORT_STATE_WORDS: Record<ExportState, string> = {
  WAITING: "排队中",
  RUNNING: "正在生成",
  DONE: "可以下载",
  FAILED: "没有完成",
  EXPIRED: "已过期",
};

export type ExportFormat = "XLSX" | "CSV";

/** Excel as far as a spreadsheet stays usable, CSV beyond. */
export function exportFormat(rows: number): ExportFormat {
  return rows > MOST_EXCEL_ROWS ? "CSV" : "XLSX";
}

/** As many rows are written while the asker waits; more are the worker's. */
export const ROWS_AT_ONCE = 2_000;
/** A file is kept this long: what left the system should not lie about. */
export const EXPORT_KEPT_DAYS = 7;
export const MOST_OPEN_EXPORTS = 5;
/** A job whose runner has said nothing for so long is taken over. */
export const EXPORT_SILENT_SECONDS = 90;
export const MOST_EXPORT_ATTEMPTS = 3;

export type ExportFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-rows" }
  | { readonly kind: "too-many-open" }
  | { readonly kind: "personal-not-allowed" }
  | { readonly kind: "no-reason" };

export function explainExportFailure(failure: ExportFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "没有这种导出，或您没有权限。";
    case "no-rows":
      return "当前条件下没有数据可导出，请放宽条件。";
    case "too-many-open":
      return `您有 ${MOST_OPEN_EXPORTS} 个导出还没生成完，请等它们完成后再导。`;
    case "personal-not-allowed":
      return "您没有导出个人信息的权限，请不勾选后再导。";
    case "no-reason":
      return "导出个人信息须写明用途，记入日志。";
  }
}
