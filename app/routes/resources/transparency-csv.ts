import Papa from "papaparse";
import { formatYuan } from "~/kernel/money";
import { db } from "~/platform/db.server";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { publishable } from "../shop/publishable";
import { areaNames, ofWholeLedger, villageMonths } from "../shop/transparency-store.server";

/** Excel reads a file without this mark in the computer's own code page, and Chinese turns into nonsense. */
const BYTE_ORDER_MARK = "\uFEFF";

/** What sales gave households by month and village, as far as it may be published; anybody may take it. */
export async function loader(): Promise<Response> {
  const villages = await ofWholeLedger("village-months", () => villageMonths(db()));
  const months = publishable(villages, SMALLEST_PUBLIC_COUNT);
  const names = await areaNames(db(), [
    ...new Set(months.flatMap((month) => month.villages.map((village) => village.areaCode))),
  ]);
  const yuan = (fen: bigint) => formatYuan(fen).replaceAll(",", "").replace("−", "-");
  const data = months.flatMap((month) => [
    ...month.villages.map(({ areaCode, households, fen }) => [
      month.period,
      areaCode,
      names.get(areaCode)?.name ?? "",
      names.get(areaCode)?.nameEn ?? "",
      households,
      yuan(fen),
    ]),
    ...(month.others
      ? [[month.period, "", "其他村合并", "other villages together", month.others.households, yuan(month.others.fen)]]
      : []),
  ]);
  const fields = ["month", "area_code", "village", "village_en", "households", "to_households_yuan"];
  return new Response(BYTE_ORDER_MARK + Papa.unparse({ fields, data }), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="huhui-to-households.csv"',
      "Cache-Control": "public, max-age=300",
    },
  });
}
