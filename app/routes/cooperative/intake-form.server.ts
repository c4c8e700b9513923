import { z } from "zod";
import { CONFORMITIES } from "~/supply/conformity";
import { isIntakeMode, type IntakeMode } from "~/supply/settlement-mode";
import { COUNTING, day, optionalText, optionalYuan, parseCounted, quantityText, text } from "./fields.server";

const NUMBERS = { gross: "毛重或数量", tare: "皮重", deduction: "扣杂" } as const;

/** A delivery as typed at the scale. Quantities come in the form's own unit and leave as base units. */
export const intakeForm = z
  .object({
    clientId: z.uuid({ error: "表单已失效，请打开新的表单。" }),
    cooperativeId: z.uuid({ error: "请选择合作社。" }),
    /** "" = an unregistered supplier */
    householdId: z.union([z.uuid(), z.literal("other")], { error: "请选择农户。" }),
    supplierNote: optionalText(60),
    productId: z.uuid({ error: "请选择产品。" }),
    grade: text("请选择等级。", 20),
    unit: z.enum(COUNTING, { error: "请选择计量单位。" }),
    gross: quantityText("毛重或数量请填数字，例如 23.5。").refine((typed) => typed !== "", "请填写毛重或数量。"),
    tare: quantityText("皮重请填数字，例如 1.2；没有就空着。"),
    deduction: quantityText("扣杂请填数字，例如 0.5；没有就空着。"),
    mode: z.custom<IntakeMode>((mode) => typeof mode === "string" && isIntakeMode(mode), "请选择结算方式。"),
    price: optionalYuan("单价请填金额，例如 3.5。"),
    weighedBy: text("请填写过秤人。", 30),
    deliveredOn: day("请填写交货日期。"),
    note: optionalText(200),
    paperNumber: optionalText(40),
    unusualReason: optionalText(100),
    conformity: z.enum(CONFORMITIES, { error: "请选择合格证情况。" }).optional(),
    slip: z.instanceof(File).optional(),
  })
  .transform((form, context) => {
    const read = (field: keyof typeof NUMBERS): number => {
      const quantity = parseCounted(form[field], form.unit);
      if (quantity !== undefined) return quantity;
      const example = form.unit === "piece" ? "整数，例如 60" : "整克的重量，例如 23.5";
      context.addIssue({ code: "custom", path: [field], message: `${NUMBERS[field]}请填${example}。` });
      return 0;
    };
    return { ...form, gross: read("gross"), tare: read("tare"), deduction: read("deduction") };
  });

export const reversalForm = z.object({
  intent: z.literal("reverse"),
  reason: text("请写明冲销原因，例如“皮重记错”。", 200),
});

export const slipForm = z.object({
  intent: z.literal("slip"),
  slip: z.instanceof(File, { error: "请选择一张照片。" }),
});

export const intakePageForm = z.discriminatedUnion("intent", [reversalForm, slipForm]);
