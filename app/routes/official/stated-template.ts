import type { LoaderFunctionArgs } from "@remix-run/node";
import type { SheetColumn } from "~/platform/spreadsheet";
import { downloadResponse, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { STATED_COLUMNS } from "~/settlement/stated-figures";
import { requireOfficial } from "./gov-frame.server";

/** The sheet in which an office states figures of its own, with how its rows hang together. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireOfficial(request);
  const columns = Object.entries(STATED_COLUMNS).map(
    ([key, header]): SheetColumn<Readonly<Record<string, string>>> => ({
      header,
      kind: "text",
      value: (row) => row[key] ?? null,
    }),
  );
  const rows: readonly Readonly<Record<string, string>>[] = [
    { item: "贫困户总数", value: "1014", unit: "户" },
    { item: "低保脱贫户", value: "761", unit: "户", partOf: "贫困户总数" },
    { item: "一般脱贫户", value: "253", unit: "户", partOf: "贫困户总数" },
    { item: "下达资金", value: "15.29", unit: "亿元" },
    { item: "报账资金", value: "14.94", unit: "亿元" },
    { item: "报账率", value: "97.71", unit: "%", numerator: "报账资金", denominator: "下达资金" },
  ];
  const cover = {
    title: "上报数表模板",
    facts: [["怎么填", "一行一个数。示例行删去后填写。数值照报告里印的写，位数也照印的写。"]],
    definitions: [
      ["合计项", "本行是哪一个合计的分项，写那一行的项目名；各分项之和必须等于合计。"],
      ["分子、分母", "比例是哪两行相除；按印出的位数四舍五入核对。"],
      ["单位", "户、人、元、万元、亿元、%。金额的单位不同也会换算后核对。"],
    ],
  } as const;
  const sheet = tableSheet({ name: "上报数", columns, rows });
  return downloadResponse(await writeExcel(cover, [sheet]), "上报数表模板", "xlsx");
}
