import { z } from "zod";

const digits = (missing: string) => z.string({ error: missing }).trim().max(20, "填数字就行。");

export const phoneDoorForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("ask"), phone: digits("请填手机号。") }),
  z.object({ intent: z.literal("enter"), phone: digits("请填手机号。"), code: digits("请填短信里的六位数字。") }),
]);

export const cardDoorForm = z.object({ digits: digits("请填后四位数字。") });
