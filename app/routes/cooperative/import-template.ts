import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { isSheetKind, SHEETS } from "~/benefits/sheet-import";
import { variantPrices } from "~/catalog/variant-price-store.server";
import { formatYuan } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { downloadResponse, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { requireCooperative } from "./workplace.server";

/** A sheet to fill in: the first page has the columns, the second says what to write. Prices come with what is for sale. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { actor, cooperativeIds } = await requireCooperative(request, "intake:record");
  const search = new URL(request.url).searchParams;
  const kind = search.get("kind");
  if (!isSheetKind(kind)) throw notFound();
  const { title, needs, columns } = SHEETS[kind];
  const mine = cooperativeIds.filter((cooperativeId) => can(actor, needs, { cooperativeId }));
  const asked = search.get("coop");
  const cooperativeId = asked ? mine.find((id) => id === asked) : mine[0];
  if (cooperativeId === undefined) throw notFound();
  const rows = kind === "prices" ? await variantPrices(db(), cooperativeId) : [];
  const cover = {
    title: `${title}导入模板`,
    facts: [["用法", "在第一张表里从第二行起填写，不改表头；填好后在“表格导入”里上传。"]],
    definitions: columns.map(({ header, required, rule }) => [header, `${required ? "必填。" : ""}${rule}`] as const),
  } as const;
  const filled = rows.map((row): Readonly<Record<string, string>> => ({
    variantId: row.variantId,
    title: row.title,
    variant: row.variant,
    present: formatYuan(row.priceFen),
  }));
  const sheet = tableSheet({
    name: title,
    columns: columns.map(({ key, header }) => ({
      header,
      kind: "identifier" as const,
      value: (row: Readonly<Record<string, string>>) => row[key] ?? null,
    })),
    rows: filled,
  });
  return downloadResponse(await writeExcel(cover, [sheet]), `${title}模板-${dayOf(new Date())}`, "xlsx");
}
