import type { LoaderFunctionArgs } from "@remix-run/node";
import Papa from "papaparse";
import { logAccess } from "~/access/access-log-store.server";
import { maskName } from "~/households/masking";
import { STANDINGS } from "~/households/status";
import { formatYuan } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { requireOfficial } from "./gov-frame.server";
import { householdListParameters, parseHouseholdListQuery } from "./household-list-query";
import { householdListRows } from "./household-list-store.server";
import { spanText } from "./span";

/** Excel reads a file without this mark in the computer's own code page, and Chinese turns into nonsense. */
const BYTE_ORDER_MARK = "\uFEFF";

/** The list as it is on the screen, all pages of it: the same query, masked the same. Each export is in the access log. */
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
  const csv = Papa.unparse(
    {
      fields: [
        "档案编号",
        "户主",
        "村",
        "村民组",
        "人口",
        "类别",
        "属性",
        "期间",
        "到户收入（已付，元）",
        "应计收入（元）",
        "带动销售额（元，另一口径，不与收入相加）",
      ],
      data: rows.map((row) => [
        row.number,
        maskName(row.headName),
        row.villageName,
        row.groupName,
        row.people,
        STANDINGS[row.standing],
        row.attribute ?? "",
        spanText(query.span),
        plainYuan(row.paidFen),
        plainYuan(row.accruedFen),
        plainYuan(row.attributedFen),
      ]),
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

/** "-1234.50": digits that a spreadsheet reads as a number. */
function plainYuan(fen: bigint): number {
  return Number(formatYuan(fen).replaceAll(",", "").replace("−", "-"));
}
