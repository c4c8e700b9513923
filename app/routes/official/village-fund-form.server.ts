import { z } from "zod";
import { parseYuan } from "~/kernel/money";
import { LONGEST_PAPER_WORDS, PURPOSE_LENGTH } from "~/settlement/village-fund";
import { dayField } from "./record-forms.server";

/** Of a correction the amount may be below zero: what it takes off the corrected entry. */
const amount = z.string({ error: "请填写金额。" }).transform((typed, context) => {
  const negative = /^[-−－]/.test(typed.trim());
  const fen = parseYuan(typed.trim().replace(/^[-−－]/, ""));
  if (fen === undefined) context.addIssue({ code: "custom", message: "金额请按 1200 或 1200.50 的样子填写。" });
  return negative ? -(fen ?? 0n) : (fen ?? 0n);
});

const words = (missing: string, most: number) =>
  z.string({ error: missing }).trim().min(1, missing).max(most, `最多 ${most} 个字。`);

export const fundUseForm = z.discriminatedUnion(
  "intent",
  [
    z.object({
      intent: z.literal("record"),
      usedOn: dayField("请填写用款日期。"),
      decidedOn: dayField("请填写村民大会决定的日期。"),
      amount,
      purpose: words("请写明用在哪里。", PURPOSE_LENGTH.most),
      evidence: words("请写明凭据。", LONGEST_PAPER_WORDS),
      correctsId: z.uuid("要更正的一条不明。").optional(),
      photo: z.instanceof(File, { error: "请上传凭据的照片。" }).refine((file) => file.size > 0, "请上传凭据的照片。"),
    }),
    z.object({
      intent: z.enum(["approve", "refuse"]),
      useId: z.uuid("哪一条不明。"),
      note: z.string().max(200, "最多 200 个字。").default(""),
    }),
  ],
  { error: "不知道要办什么，请刷新后重试。" },
);
