import type { LoaderFunctionArgs } from "@remix-run/node";
import { logAccess } from "~/access/access-log-store.server";
import { STANDINGS } from "~/households/status";
import { minuteOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import type { SheetColumn } from "~/platform/spreadsheet";
import { downloadResponse, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { REGISTER_COLUMNS, REGISTER_DEFINITIONS } from "./register-columns";
import { openRegister } from "./register-page.server";

/** The register as it is on the screen, as Excel with a cover sheet. Each export is in the access log. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const register = await openRegister(request, params["code"]);
  const { actor, area, day, now, total } = register;
  await logAccess(db(), {
    actor,
    action: "household:export",
    subjectKind: "area",
    subjectId: area.code,
    reason: `名册 ${total.households} 户 ${day}`,
    now,
  });
  const village = register.book === "village";
  const title = `${area.name}${village ? "村册" : "乡镇档案"}`;
  const cover = {
    title,
    facts: [
      ["范围", `${area.name}（${area.code}）`],
      ["截至", day],
      ["户数、人口", `${total.households} 户 ${total.people} 人`],
      ["合计核对", register.adds ? "各行之和与总数一致" : "各行之和与总数不一致，请勿使用"],
      ["导出时间", minuteOf(now)],
      ["导出人", actor.displayName],
    ],
    definitions: REGISTER_DEFINITIONS,
  } as const;
  const sheet = village
    ? tableSheet({ name: "村册", columns: REGISTER_COLUMNS, rows: register.rows })
    : tableSheet({ name: "分类统计", columns: COUNT_COLUMNS, rows: register.counts });
  return downloadResponse(await writeExcel(cover, [sheet]), `${title}-${day}`, "xlsx");
}

type Count = Extract<Awaited<ReturnType<typeof openRegister>>, { book: "archive" }>["counts"][number];

const COUNT_COLUMNS: readonly SheetColumn<Count>[] = [
  { header: "代码", kind: "identifier", value: (row) => row.code },
  { header: "名称", kind: "text", value: (row) => row.name },
  { header: "类别", kind: "text", value: (row) => STANDINGS[row.standing] },
  { header: "属性", kind: "text", value: (row) => row.attribute },
  { header: "户数", kind: "count", value: (row) => row.households },
  { header: "人口", kind: "count", value: (row) => row.people },
];
