import type { LoaderFunctionArgs } from "@remix-run/node";
import Papa from "papaparse";
import { logAccess } from "~/access/access-log-store.server";
import { formatYuan } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { requireOfficial } from "./gov-frame.server";
import { cellOf } from "./household-list-cells";
import { LIST_COLUMNS, type ListColumn } from "./household-list-columns";
import { householdListParameters, parseHouseholdListQuery } from "./household-list-query";
import { householdListRows } from "./household-list-store.server";
import { spanText } from "./span";

/** Excel reads a file without this mark in the computer's own code page, and Chinese turns into nonsense. */
const BYTE_ORDER_MARK = "\uFEFF";

/** The list as it is on the screen, all pages of it: the same query and columns, masked the same. Each export is in the access log. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const now = new Date();
  const query = parseHouseholdListQuery(new URL(request.url).searchParams, now);
  const rows = await householdListRows(db(), areaPrefixes, query, "all");
  const asked = Object.entries(householdListParameters(query))
    // What was typed may be a name, which does not belong into the log.
    .filter(([name, value]) => name !== "q" && value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
  await logAccess(db(), {
    actor,
    action: "household:export",
    subjectKind: "area",
    subjectId: query.area === "" ? areaPrefixes.join(" ") : query.area,
    reason: `${rows.length} 户 ${asked}`.trim(),
    now,
  });
  const { columns } = query;
  const csv = Papa.unparse(
    {
      fields: columns.map((column) => headOf(column, spanText(query.span))),
      data: rows.map((row) => columns.map((column) => plain(cellOf(row, column)))),
    },
    { escapeFormulae: /^[=+\-@\t\r\0＝＋－＠]/, newline: "\r\n" },
  );
  const name = `households-${query.span.month}-${dayOf(now)}.csv`;
  return new Response(BYTE_ORDER_MARK + csv, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}

/** A sum says of which months it is, and in what: the file goes on without the page. */
function headOf(column: ListColumn, months: string): string {
  const { label, kind } = LIST_COLUMNS[column];
  return kind === "money" ? `${label}，元，${months}` : label;
}

/** Fen as "-1234.50": digits that a spreadsheet reads as a number. */
function plain(value: ReturnType<typeof cellOf>): string | number {
  return typeof value === "bigint" ? Number(formatYuan(value).replaceAll(",", "").replace("−", "-")) : (value ?? "");
}
