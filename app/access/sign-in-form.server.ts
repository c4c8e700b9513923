import { z } from "zod";
import { PASSWORD_MAX } from "./password-rule";

const password = (message: string) => z.string({ error: message }).max(PASSWORD_MAX * 4, message);

export const signInForm = z.object({
  loginName: z.string({ error: "请输入登录名。" }).max(200, "登录名太长。"),
  password: password("请输入密码。"),
  to: z.string().max(2_000).optional(),
});

export const codeForm = z.object({
  code: z.string({ error: "请输入六位数字，或一个恢复码。" }).max(40, "验证码太长。"),
  to: z.string().max(2_000).optional(),
});

export const totpForm = z.object({ code: z.string({ error: "请输入应用显示的六位数字。" }).max(40, "验证码太长。") });

export const securityForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("change-password"),
    currentPassword: password("请输入当前密码。"),
    newPassword: password("请输入新密码。"),
  }),
  z.object({ intent: z.literal("remove-totp"), password: password("请输入密码。") }),
  z.object({ intent: z.literal("end-session"), sessionId: z.uuid() }),
  z.object({ intent: z.literal("end-other-sessions") }),
]);
