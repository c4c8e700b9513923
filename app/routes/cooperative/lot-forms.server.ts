import { z } from "zod";
import { TEST_MARKS } from "~/supply/conformity";
import { WRITE_OFF_KINDS } from "~/supply/write-off-kind";
import {
  checkbox,
  chosenId,
  COUNTING,
  day,
  optionalText,
  optionalYuan,
  parseCounted,
  quantityText,
  text,
} from "./fields.server";

const seenEvents = z.coerce.number().int().min(0).max(100_000);
const testMark = z.enum(TEST_MARKS, { error: "请选择承诺依据。" });

/** One delivery of the seal form: ticked or not, how much of it, and for unpriced consigned goods the agreed price. */
const intakeRow = z.object({
  id: z.uuid(),
  take: checkbox,
  quantity: quantityText("取用数量请填数字，例如 23.5。"),
  price: optionalYuan("议定价请填金额，例如 3.5。"),
});

export const sealForm = z
  .object({
    cooperativeId: chosenId("请选择合作社。"),
    unit: z.enum(COUNTING),
    intakes: z.array(intakeRow).max(200).optional(),
    grade: optionalText(20),
    harvestedOn: day("请填写采收日期。"),
    expiresOn: day("请填写可售截止日期。"),
    testMark: testMark.optional(),
  })
  .transform((form, context) => {
    const chosen = (form.intakes ?? []).flatMap((row, index) => {
      if (!row.take) return [];
      const quantity = row.quantity === "" ? undefined : parseCounted(row.quantity, form.unit);
      if (row.quantity !== "" && quantity === undefined) {
        const message = form.unit === "piece" ? "取用数量请填整数。" : "取用数量要是整克的重量。";
        context.addIssue({ code: "custom", path: ["intakes", index, "quantity"], message });
      }
      return [{ intakeId: row.id, quantity, price: row.price }];
    });
    return { ...form, chosen };
  });

export const householdLotForm = z
  .object({
    householdId: chosenId("请选择农户。"),
    product: z
      .string({ error: "请选择产品和等级。" })
      .regex(/^[0-9a-f-]{36}\|.{1,20}$/, "请选择产品和等级。")
      .transform((typed) => {
        const [productId = "", grade = ""] = typed.split("|");
        return { productId, grade };
      }),
    unit: z.enum(COUNTING, { error: "请选择单位。" }),
    quantity: quantityText("数量请填数字，例如 50。").refine((typed) => typed !== "", "请填写数量。"),
    harvestedOn: day("请填写采收日期。"),
    expiresOn: day("请填写可售截止日期。"),
    testMark: z.enum([...TEST_MARKS, "NONE"], { error: "请选择合格证。" }).optional(),
  })
  .transform((form, context) => {
    const quantity = parseCounted(form.quantity, form.unit);
    if (quantity === undefined) {
      context.addIssue({ code: "custom", path: ["quantity"], message: "数量请填数字，例如 50；按个数记的填整数。" });
    }
    return { ...form, quantity: quantity ?? 0 };
  });

export const lotPageForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("certify"), testMark }),
  z.object({
    intent: z.literal("write-off"),
    kind: z.enum(WRITE_OFF_KINDS, { error: "请选择损耗还是报废。" }),
    unit: z.enum(COUNTING),
    quantity: quantityText("数量请填数字，例如 50。").refine((typed) => typed !== "", "请填写数量。"),
    reason: text("请写明原因，例如“运输压伤”。", 200),
    photo: z.instanceof(File).optional(),
    seenEvents,
  }),
]);

const moveReason = text("请写明原因。", 200);
const moved = (missing: string) => quantityText("数量请填数字，例如 50。").refine((typed) => typed !== "", missing);

export const lotMoveForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("count"),
    seenEvents,
    seen: z.coerce.number().int().min(0).max(1_000_000_000),
    counted: moved("请填写数出来的数量，没有就填 0。"),
    reason: moveReason,
  }),
  z.object({ intent: z.literal("split"), seenEvents, quantity: moved("请填写拆出的数量。"), reason: moveReason }),
  z.object({
    intent: z.literal("merge"),
    seenEvents,
    others: z
      .union([z.uuid(), z.array(z.uuid()).max(50)], { error: "请至少选一个批次来合并。" })
      .transform((chosen) => (typeof chosen === "string" ? [chosen] : chosen)),
    reason: moveReason,
  }),
  z.object({
    intent: z.literal("process"),
    seenEvents,
    input: moved("请填写投入的数量。"),
    product: z
      .string({ error: "请选择做成的产品和等级。" })
      .regex(/^[0-9a-f-]{36}\|.{1,20}$/, "请选择做成的产品和等级。")
      .transform((typed) => {
        const [productId = "", grade = ""] = typed.split("|");
        return { productId, grade };
      })
      .refine(({ productId }) => z.uuid().safeParse(productId).success, "请选择做成的产品和等级。"),
    output: moved("请填写得到的数量。"),
    expiresOn: day("请填写可售截止日期。"),
    reason: moveReason,
  }),
]);
