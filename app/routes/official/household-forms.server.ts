import { z } from "zod";
import { ATTRIBUTES, STATUS_EVENTS, type StatusEventType } from "~/households/status";
import { isDay } from "~/households/calendar-day";

const day = (missing: string) => z.string({ error: missing }).refine(isDay, "日期请按 2026-11-23 的样子填写。");

const types = Object.keys(STATUS_EVENTS) as [StatusEventType, ...StatusEventType[]];

export const householdForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("reveal"),
    reason: z.string({ error: "请写明查看的事由。" }).max(200, "最多 200 个字。"),
  }),
  z.object({
    intent: z.literal("status"),
    type: z.enum(types, "请选择变动。"),
    attribute: z.enum(ATTRIBUTES).optional(),
    effectiveOn: day("请填写生效日期。"),
    evidence: z.string({ error: "请写明依据。" }).max(300, "最多 300 个字。"),
  }),
  z.object({
    intent: z.literal("assign"),
    personName: z.string({ error: "请填写责任人姓名。" }).max(30, "最多 30 个字。"),
    unit: z.string({ error: "请填写责任人单位。" }).max(60, "最多 60 个字。"),
    fromOn: day("请填写起始日期。"),
  }),
  z.object({
    intent: z.literal("consent"),
    purpose: z.enum(["STORY", "PHOTO", "NAME"]),
    step: z.enum(["give", "confirm", "withdraw"]),
  }),
]);
