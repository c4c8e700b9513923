import type { LoaderFunctionArgs } from "@remix-run/node";
import { EDUCATIONS, HEALTHS, LABOURS } from "~/households/member";
import { REGISTER_SHEET, REGISTER_TEMPLATE, type RegisterField } from "~/households/register-sheet";
import { ATTRIBUTES, CAUSES } from "~/households/status";
import { db } from "~/platform/db.server";
import { downloadResponse, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { villagesWithin } from "~/regions/area-store.server";
import { requireOfficial } from "./gov-frame.server";

/** The empty sheet for an import, with what may stand in each column and the codes of the official's own villages. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes } = await requireOfficial(request);
  const villages = await villagesWithin(db(), areaPrefixes);
  const cover = {
    title: "名册导入模板",
    facts: [
      ["怎么填", "一人一行；同一户的各行写同一个档案编号。关于户的各列写在户主一行。空着的表示不改。"],
      ["导入时", "先预览，逐格指出问题；确认后才写入。同一份表再导一次没有影响。"],
      ["状态变动", "由导入人提出，仍须经公示、乡镇审核、县级审定，才记入户卡。"],
    ],
    definitions: [
      ...Object.entries(NOTES).map(([field, note]) => [REGISTER_SHEET[field as RegisterField], note] as const),
      ...villages.map(({ code, name }) => [`代码 ${code}`, name] as const),
    ],
  } as const;
  const sheet = tableSheet({ name: "名册", columns: REGISTER_TEMPLATE, rows: [] });
  return downloadResponse(await writeExcel(cover, [sheet]), "名册导入模板", "xlsx");
}

const NOTES: Partial<Record<RegisterField, string>> = {
  number: "必填。与户卡编号一致的更新该户，没有的新建一户。",
  area: "必填，村的 12 位代码，文本格式。",
  relation: "每户须有且只有一位“户主”。",
  sex: "男、女；有身份证号码的可空。",
  idNumber: "18 位，设为文本格式，否则 Excel 会舍入末尾几位。",
  education: EDUCATIONS.join("、"),
  health: HEALTHS.join("、"),
  labour: LABOURS.join("、"),
  attribute: ATTRIBUTES.join("、"),
  cause: CAUSES.join("、"),
  otherCauses: "最多两个，用顿号隔开。",
  joinedOn: "新增的成员必填，例如 2026-03-05。",
  leftOn: "减少的成员填写，户主除外。",
  leftReason: "例如死亡、婚嫁迁出、户籍迁出。",
  change: "例如退出、返贫、脱贫不稳定户；并户、分户请在户卡办理。",
};
