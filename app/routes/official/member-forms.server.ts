import { z } from "zod";
import { EDUCATIONS, HEALTHS, LABOURS, RELATIONS } from "~/households/member";
import { ATTRIBUTES, CAUSES } from "~/households/status";
import { dayField } from "./record-forms.server";

const name = (missing: string) => z.string({ error: missing }).trim().max(30, "最多 30 个字。");
const idNumber = z.string().trim().max(20, "身份证号码应为 18 位，最后一位可以是 X。").optional();
const birthYear = z.coerce
  .number({ error: "请填写出生年份。" })
  .int("出生年份请填四位数。")
  .min(1880, "出生年份太早。")
  .max(2100, "出生年份太晚。");
const sex = z.enum(["M", "F"], "请选择性别。");
const chosen = <const Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values).optional();
const account = z.string().trim().max(40, "银行账号应为 8 至 30 位数字。").optional();
const phone = z.string().trim().max(20, "请填写 11 位手机号。").optional();

const person = {
  sex,
  birthYear,
  idNumber,
  education: chosen(EDUCATIONS),
  health: chosen(HEALTHS),
  labour: chosen(LABOURS),
};

/** 致贫原因: the main one and two others; which of them go together is asked by readCauses. */
const causes = {
  cause: z.enum(CAUSES, "请从列表中选择原因。").optional(),
  secondCause: z.enum(CAUSES, "请从列表中选择原因。").optional(),
  thirdCause: z.enum(CAUSES, "请从列表中选择原因。").optional(),
};

export const membersForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("add"),
    name: name("请填写姓名。"),
    relation: z.enum(RELATIONS, "请选择与户主关系。"),
    ...person,
    joinedOn: dayField("请填写加入日期。"),
  }),
  z.object({
    intent: z.literal("end"),
    memberId: z.uuid("请选择成员。"),
    leftOn: dayField("请填写减少日期。"),
    reason: z.string({ error: "请选择原因。" }).max(40, "最多 40 个字。"),
  }),
  z.object({
    intent: z.literal("head"),
    newHeadId: z.uuid("请选择新户主。"),
    oldRelation: z.enum(RELATIONS, "请选择原户主与新户主的关系。"),
  }),
  z.object({
    intent: z.literal("contact"),
    groupName: z.string().trim().max(30, "最多 30 个字。").optional(),
    phone,
    bankName: z.string().trim().max(40, "最多 40 个字。").optional(),
    account,
  }),
  z.object({
    intent: z.literal("causes"),
    ...causes,
    changedOn: dayField("请填写变动日期。"),
    evidence: z.string({ error: "请写明依据。" }).trim().max(300, "最多 300 个字。"),
  }),
]);

export const newHouseholdForm = z.object({
  areaCode: z.string({ error: "请选择村。" }),
  groupName: z.string({ error: "请填写村民组。" }).trim().max(30, "最多 30 个字。"),
  name: name("请填写户主姓名。"),
  ...person,
  attribute: z.enum(ATTRIBUTES, "请选择属性。"),
  ...causes,
  phone,
  bankName: z.string().trim().max(40, "最多 40 个字。").optional(),
  account,
  registeredOn: dayField("请填写建档日期。"),
  evidence: z.string({ error: "请写明依据。" }).trim().max(300, "最多 300 个字。"),
});
