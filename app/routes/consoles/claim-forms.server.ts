import { z } from "zod";
import { ASKED_REASONS, type AskedReason } from "~/payments/refund-rules";
import { optionalText, text, wholeNumber, yuan } from "../cooperative/fields.server";

/** A seller's reasons; goodwill at the platform's cost is the operator's to grant. */
export const CLAIM_REASONS = {
  SPOILAGE: ["QUALITY", "DAMAGE"],
  RETURN: ["RETURNED", "QUALITY", "DAMAGE"],
} as const satisfies Record<string, readonly AskedReason[]>;

const words = optionalText(500);
const because = text("请写明理由，顾客会看到。", 500);
const returnAddress = text("请填写寄回地址。", 200);
const amount = yuan("请填写退款金额。");
const packsToStock = wholeNumber("请填写放回库存的份数，没有就填 0。", "份数请填整数，没有就填 0。");
const sellerReason = z.enum(["QUALITY", "DAMAGE", "RETURNED"], { error: "请选择原因。" });

export const sellerClaimForm = z.discriminatedUnion("move", [
  z.object({ move: z.literal("accept"), amount, reason: sellerReason, words }),
  z.object({ move: z.literal("receive-return"), amount, reason: sellerReason, packsToStock, words }),
  z.object({ move: z.literal("agree-return"), returnAddress, words }),
  z.object({ move: z.literal("refuse"), words: because }),
]);

export const operatorClaimForm = z.discriminatedUnion("move", [
  z.object({
    move: z.literal("decide-accept"),
    amount,
    reason: z.enum(ASKED_REASONS, { error: "请选择原因。" }),
    bearer: z.enum(["SELLER", "SHIPPER", "PLATFORM"], { error: "请选择由谁承担。" }).optional(),
    words: because,
  }),
  z.object({ move: z.literal("decide-return"), returnAddress, words: because }),
  z.object({ move: z.literal("decide-reject"), words: because }),
]);
