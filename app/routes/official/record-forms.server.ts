import { z } from "zod";
import { GUARANTEE_KEYS } from "~/households/guarantee";
import { RELATIONS } from "~/households/member";
import { MOST_MEASURES } from "~/households/plan";
import { HOUSEHOLD_FIELDS, MEMBER_FIELDS } from "~/households/profile-fields";
import { ATTRIBUTES, STATUS_EVENTS, type StatusEventType } from "~/households/status";
import { COST_KINDS } from "~/benefits/cost";
import { DECLARED_FLOW_KEYS } from "~/benefits/declared";
import { parseYuan } from "~/kernel/money";
import { isDay, isPeriod } from "~/kernel/period";
import { text } from "../cooperative/fields.server";

export const dayField = (missing: string) =>
  z.string({ error: missing }).refine(isDay, "日期请按 2026-11-23 的样子填写。");

export const optionalText = (most: number) => z.string().max(most, `最多 ${most} 个字。`).default("");

const answers = (fields: typeof HOUSEHOLD_FIELDS) =>
  z.object(Object.fromEntries(fields.map(({ key }) => [key, z.string().max(60, "太长了。").default("")])));

export const surveyForm = z.object({
  surveyedOn: dayField("请填写调查日期。"),
  household: answers(HOUSEHOLD_FIELDS).prefault({}),
  members: z
    .array(z.object({ id: z.uuid("成员不明。"), answers: answers(MEMBER_FIELDS).prefault({}) }))
    .max(30)
    .default([]),
});

export const PHOTOS_AT_MOST = 4;

const visit = z.object({
  intent: z.literal("record"),
  visitedOn: dayField("请填写走访日期。"),
  visitorName: text("请填写走访人。", 30),
  guarantees: z.object(
    Object.fromEntries(
      GUARANTEE_KEYS.map((key) => [
        key,
        z
          .object({ ok: z.enum(["yes", "no"], "请选择是否达标。"), note: optionalText(100) })
          .prefault({} as { ok: "yes" }),
      ]),
    ) as unknown as Record<(typeof GUARANTEE_KEYS)[number], z.ZodType<{ ok: "yes" | "no"; note: string }>>,
  ),
  summary: text("请写明走访情况。", 500),
  needs: optionalText(300),
  nextVisitOn: dayField("").optional(),
  photos: z.array(z.instanceof(File)).max(PHOTOS_AT_MOST, `最多 ${PHOTOS_AT_MOST} 张照片。`).default([]),
});

export const visitForm = z.discriminatedUnion("intent", [
  visit,
  z.object({
    intent: z.literal("cancel-plan"),
    plannedVisitId: z.uuid({ error: "表单已失效，请重新打开页面。" }),
    reason: text("请写明为什么撤销。", 100),
  }),
]);

/** Boxes that are not ticked leave holes in the list. */
const ticked = z
  .array(z.string().optional())
  .default([])
  .transform((ids) => ids.filter((id) => id !== undefined));

export const planVisitsForm = z.object({
  household: ticked,
  onPage: ticked,
  all: z.literal("1").optional(),
  visitor: text("请选择走访人。", 120),
  dueOn: dayField("请填写走访期限。"),
  requestKey: z.uuid({ error: "表单已失效，请重新打开页面。" }),
});

export const planForm = z.object({
  basedOn: z.coerce.number().int().min(0),
  year: z.coerce
    .number({ error: "请填写年度。" })
    .int("年度请填四位数。")
    .min(2014, "年度太早。")
    .max(2100, "年度太远。"),
  target: text("请写明年度目标。", 300),
  targetYuan: z.string({ error: "请填写全家全年目标收入。" }).transform((typed, context) => {
    const fen = parseYuan(typed);
    if (fen === undefined) context.addIssue({ code: "custom", message: "金额请按 12000 或 12000.50 的样子填写。" });
    return fen ?? 0n;
  }),
  stages: text("请写明阶段计划。", 500),
  measures: z
    .array(
      z.object({
        measure: optionalText(120),
        who: optionalText(30),
        until: optionalText(20),
        outcome: optionalText(200),
      }),
    )
    .max(MOST_MEASURES)
    .default([]),
});

const types = Object.keys(STATUS_EVENTS) as [StatusEventType, ...StatusEventType[]];

export const statusForm = z.object({
  type: z.enum(types, "请选择变动。"),
  attribute: z.enum(ATTRIBUTES).optional(),
  effectiveOn: dayField("请填写生效日期。"),
  evidence: text("请写明依据。", 300),
  intoNumber: z.string().max(40).optional(),
  split: z
    .array(
      z.object({
        id: z.uuid("成员不明。"),
        relation: z.union([z.enum(RELATIONS), z.literal("")], "请从列表中选择。").default(""),
      }),
    )
    .max(30)
    .default([]),
  splitGroup: optionalText(30),
  photo: z.instanceof(File).optional(),
});

export const caseForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("review"), noticeResult: text("请写明公示结果：有无异议，如何答复。", 300) }),
  z.object({ intent: z.literal("approve"), note: optionalText(200) }),
  z.object({ intent: z.literal("refuse"), note: text("不予通过的，请写明理由。", 200) }),
]);

/** How long it may be is asked by the use case, which knows what else is wrong with it. */
export const noticeContactForm = z.object({ contact: text("请填写受理异议的单位和电话。", 200) });

/** An amount that a correction may take away: "-50" too. */
export const signedYuan = (missing: string) =>
  z.string({ error: missing }).transform((typed, context) => {
    const negative = /^[-−－]/.test(typed.trim());
    const fen = parseYuan(typed.trim().replace(/^[-−－]/, ""));
    if (fen === undefined) context.addIssue({ code: "custom", message: "金额请按 1200 或 1200.50 的样子填写。" });
    return negative ? -(fen ?? 0n) : (fen ?? 0n);
  });

export const declaredForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("propose"),
    period: z.string({ error: "请选择月份。" }).refine(isPeriod, "月份请按 2026-11 的样子填写。"),
    flow: z.enum(DECLARED_FLOW_KEYS, "请选择收入来源。"),
    organisation: text("请写明付款单位或个人。", 60),
    product: optionalText(40),
    quantity: optionalText(30),
    basis: text("请写明怎样算出来的。", 200),
    gross: signedYuan("请填写收入金额。"),
    cost: signedYuan("请填写生产费用，没有的填 0。"),
    evidence: text("请写明凭据。", 200),
    correctsId: z.uuid("要更正的一条不明。").optional(),
    photo: z.instanceof(File).optional(),
  }),
  z.object({
    intent: z.enum(["approve", "reject"]),
    declaredId: z.uuid("哪一条不明。"),
    note: optionalText(200),
  }),
]);

export const costForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("record"),
    period: z.string({ error: "请选择月份。" }).refine(isPeriod, "月份请按 2026-11 的样子填写。"),
    kind: z.enum(COST_KINDS, "请选择费用种类。"),
    amount: signedYuan("请填写金额。"),
    basis: text("请写明怎样算出来的。", 200),
    evidence: text("请写明凭据。", 200),
    correctsId: z.uuid("要更正的一条不明。").optional(),
    photo: z.instanceof(File).optional(),
  }),
  z.object({
    intent: z.enum(["approve", "reject"]),
    costId: z.uuid("哪一条不明。"),
    note: optionalText(200),
  }),
]);

export const caseloadForm = z.object({
  fromName: text("请填写现任责任人。", 30),
  fromUnit: text("请填写现任责任人的单位。", 60),
  toName: text("请填写接任人。", 30),
  toUnit: text("请填写接任人的单位。", 60),
  fromOn: dayField("请填写起始日期。"),
});
