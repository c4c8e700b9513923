import { z } from "zod";
import { PAYOUT_FLOWS } from "~/benefits/flow";
import { isPeriod } from "~/kernel/period";
import { chosenId, optionalText, text, yuan } from "./fields.server";

export const prepareForm = z.object({ cooperativeId: chosenId("请选择合作社。") });

export const closeForm = z.object({ cooperativeId: chosenId("请选择合作社。") });

export const payoutForm = z.object({
  payoutId: chosenId("表单已失效，请打开新的表单。"),
  cooperativeId: chosenId("请选择合作社。"),
  householdId: chosenId("请选择农户。"),
  flow: z.enum(PAYOUT_FLOWS, { error: "请选择款项类型。" }),
  period: z.string({ error: "请填写所属月份。" }).refine(isPeriod, "所属月份请按 2026-11 的样子填写。"),
  amount: yuan("请填写金额。"),
  basis: text("请写明计算依据，例如“采摘 12 天 × 120 元”。", 200),
  document: optionalText(100),
});
