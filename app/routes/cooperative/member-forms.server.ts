import { z } from "zod";
import { chosenId, day, optionalYuan, text } from "./fields.server";

export const memberForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("join"),
    cooperativeId: chosenId("请选择合作社。"),
    number: text("请填写农户编号。", 40),
    headName: text("请填写户主姓名。", 30),
    joinedOn: day("请填写入社日期。"),
    share: optionalYuan("出资额请填金额，例如 1,000。"),
  }),
  z.object({
    intent: z.literal("leave"),
    cooperativeId: chosenId("请选择合作社。"),
    householdId: z.uuid(),
    leftOn: day("请填写退社日期。"),
  }),
]);
