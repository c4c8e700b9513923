import { z } from "zod";
import { CARRIERS } from "~/orders/carriers";
import { LONGEST_ANSWER } from "~/orders/review-rules";
import { optionalText, optionalYuan, text } from "./fields.server";

/** What a seller may give as a reason; goodwill at the platform's cost is the operator's to grant. */
export const SELLER_REASONS = ["QUALITY", "RETURNED", "DAMAGE", "NOT_DELIVERED"] as const;

const packs = z
  .string()
  .default("0")
  .transform((typed) => typed.normalize("NFKC").trim() || "0")
  .refine((typed) => /^\d{1,3}$/.test(typed), { error: "请填整数份数，例如 2。" })
  .transform(Number);

const refundForm = z
  .object({
    intent: z.literal("refund"),
    requestKey: z.uuid({ error: "表单已失效，请重新打开页面。" }),
    reason: z.enum(SELLER_REASONS, { error: "请选择退款原因。" }),
    note: optionalText(300),
    lines: z
      .array(z.object({ id: z.uuid(), amount: optionalYuan("退款金额请填数字，例如 12.5。") }))
      .max(60)
      .optional(),
  })
  .transform((form) => {
    const lines = (form.lines ?? []).flatMap(({ id, amount }) =>
      amount === undefined ? [] : [{ orderLineId: id, amountFen: amount }],
    );
    return { ...form, lines };
  });

const shipForm = z
  .object({
    intent: z.literal("ship"),
    carrier: z
      .string()
      .default("OTHER")
      .refine((code) => CARRIERS.some((one) => one.code === code), { error: "请选择快递公司。" }),
    trackingNumber: text("请填写快递单号。", 40),
    content: z
      .array(z.object({ id: z.uuid(), quantity: packs }))
      .max(60)
      .optional(),
  })
  .transform((form) => ({
    ...form,
    content: form.content?.map(({ id, quantity }) => ({ orderLineId: id, quantity })),
  }));

export const orderPageForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("pack") }),
  shipForm,
  refundForm,
]);

export const answerForm = z.object({
  reviewId: z.uuid("请从列表里选一条评价。"),
  answer: z.string({ error: "请写回复。" }).max(5_000, `回复最多 ${LONGEST_ANSWER} 个字。`),
});
