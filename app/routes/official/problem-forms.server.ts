import { z } from "zod";
import { ALERT_KEYS } from "~/settlement/alert";
import { dayField, PHOTOS_AT_MOST } from "./record-forms.server";

const note = z.string({ error: "请写明情况和依据。" }).max(500, "最多 500 个字。");

/** 佐证: photos, of papers too */
const photos = z.array(z.instanceof(File)).max(PHOTOS_AT_MOST, `最多 ${PHOTOS_AT_MOST} 张照片。`).default([]);

export const problemForm = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("assign"),
    ownerId: z.uuid("请选择责任人。"),
    deadlineOn: dayField("请填写办结期限。"),
    note: z.string().max(200, "最多 200 个字。").default(""),
  }),
  z.object({ step: z.literal("answer"), note, photos }),
  z.object({ step: z.literal("return"), note, photos }),
  z.object({ step: z.literal("close"), note, photos }),
  z.object({ step: z.literal("look-back"), stays: z.enum(["yes", "no"], "请选择结果。"), note, photos }),
]);

export const findingForm = z.object({
  kind: z.enum(["FINDING", "COMPLAINT", "DATA", "LEDGER"], "请选择类别。"),
  area: z.string({ error: "请选择地区。" }),
  householdNumber: z.string().max(40).default(""),
  evidence: z.string({ error: "请写明问题与依据。" }).max(500, "最多 500 个字。"),
  deadlineOn: dayField("请填写办结期限。"),
});

export const alertForm = z.object({
  area: z.string({ error: "请选择地区。" }),
  key: z.enum(ALERT_KEYS, "请选择规则。"),
  factor: z.coerce
    .number({ error: "请填写系数。" })
    .int("系数请填整数。")
    .min(1, "系数请填正整数。")
    .max(10_000_000, "系数太大。"),
  enabled: z.enum(["on", "off"]),
  seen: z.coerce.number().int().optional(),
});
