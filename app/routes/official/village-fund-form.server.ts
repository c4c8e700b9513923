import { z } from "zod";
import { LONGEST_PAPER_WORDS, PURPOSE_LENGTH } from "~/settlement/village-fund";
import { text } from "../cooperative/fields.server";
import { dayField, optionalText, signedYuan } from "./record-forms.server";

export const fundUseForm = z.discriminatedUnion(
  "intent",
  [
    z.object({
      intent: z.literal("record"),
      usedOn: dayField("请填写用款日期。"),
      decidedOn: dayField("请填写村民大会决定的日期。"),
      amount: signedYuan("请填写金额。"),
      purpose: text("请写明用在哪里。", PURPOSE_LENGTH.most).trim(),
      evidence: text("请写明凭据。", LONGEST_PAPER_WORDS).trim(),
      correctsId: z.uuid("要更正的一条不明。").optional(),
      photo: z.instanceof(File, { error: "请上传凭据的照片。" }).refine((file) => file.size > 0, "请上传凭据的照片。"),
    }),
    z.object({
      intent: z.enum(["approve", "reject"]),
      useId: z.uuid("哪一条不明。"),
      note: optionalText(200),
    }),
  ],
  { error: "不知道要办什么，请刷新后重试。" },
);
