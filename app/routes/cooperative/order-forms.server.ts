import { z } from "zod";
import { optionalText, optionalYuan, text } from "./fields.server";

/** What a seller may give as a reason; goodwill at the platform's cost is the operator's to grant. */
export const SELLER_REASONS = ["QUALITY", "RETURNED", "DAMAGE", "NOT_DELIVERED"] as const;

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

export const orderPageForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("pack") }),
  z.object({ intent: z.literal("ship"), trackingNumber: text("请填写快递单号。", 40) }),
  refundForm,
]);
