import { answerText, HOUSEHOLD_FIELDS } from "~/households/profile-fields";
import type { RegisterRow } from "~/households/register-book-store.server";
import { STANDINGS, STATUS_EVENTS, type StatusEventType } from "~/households/status";
import { dateToDay } from "~/kernel/calendar-day";
import type { SheetColumn } from "~/platform/spreadsheet";

/** What is known of each household in the village register, named as the forms name it; screen and Excel read the same. */
export const REGISTER_COLUMNS: readonly SheetColumn<RegisterRow>[] = [
  { header: "档案编号", kind: "identifier", value: (row) => row.number },
  { header: "户主", kind: "text", value: (row) => row.maskedHeadName },
  { header: "村民组", kind: "text", value: (row) => row.groupName },
  { header: "人口", kind: "count", value: (row) => row.people },
  { header: "劳动力", kind: "count", value: (row) => row.labourers },
  { header: "类别", kind: "text", value: (row) => STANDINGS[row.standing] },
  { header: "属性", kind: "text", value: (row) => row.attribute },
  { header: "主要原因", kind: "text", value: (row) => row.mainCause },
  { header: "其他原因", kind: "text", value: (row) => row.otherCauses },
  {
    header: "最近变动",
    kind: "text",
    value: (row) => (row.lastEvent === null ? null : STATUS_EVENTS[row.lastEvent as StatusEventType]),
  },
  { header: "变动日期", kind: "day", value: (row) => (row.since ? dateToDay(row.since) : null) },
  { header: "帮扶责任人", kind: "text", value: (row) => row.responsible },
  { header: "所在合作社", kind: "text", value: (row) => row.memberOf },
  { header: "未达标保障项", kind: "count", value: (row) => row.unmet },
  { header: "最近走访", kind: "day", value: (row) => (row.lastVisitOn ? dateToDay(row.lastVisitOn) : null) },
  { header: "一户一策版次", kind: "count", value: (row) => row.planVersion },
  ...HOUSEHOLD_FIELDS.map((field): SheetColumn<RegisterRow> => ({
    header: field.unit === undefined ? field.label : `${field.label}（${field.unit}）`,
    kind: "text",
    value: (row) => row.facts[field.key] ?? null,
  })),
];

export const REGISTER_DEFINITIONS: readonly (readonly [string, string])[] = [
  ["人口", "所选日期登记在册的家庭成员；并户后的成员计入并入的户，自然增减按发生日期。"],
  ["劳动力", "在册成员中登记为有劳动能力（含弱劳动力、半劳动力）的人数。"],
  ["类别", "由有日期的状态变动推出：监测户、帮扶户、脱贫户、一般户；没有固定身份。"],
  ["属性", "一般户、低保户、特困供养户，以最近一次写明属性的变动为准。"],
  ["未达标保障项", "最近一次走访中两不愁三保障与饮水安全未达标的项数；空白为尚未走访。"],
  ["姓名", "已遮盖（姓后两个星号）；证件号码、银行账号、电话、病情不在本表内。"],
];

export function factText(row: RegisterRow, key: string): string {
  const field = HOUSEHOLD_FIELDS.find((one) => one.key === key);
  return field ? answerText(field, row.facts) : "—";
}
