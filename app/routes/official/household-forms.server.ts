import { z } from "zod";
import { dayField as day } from "./record-forms.server";

export const householdForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("reveal"),
    reason: z.string({ error: "请写明查看的事由。" }).max(200, "最多 200 个字。"),
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
