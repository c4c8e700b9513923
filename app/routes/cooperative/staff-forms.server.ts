import { z } from "zod";
import { COOPERATIVE_ROLES } from "~/access/role";
import { chosenId, text } from "./fields.server";

const role = z.enum(COOPERATIVE_ROLES, { error: "请选择岗位。" });
const cooperativeId = chosenId("请选择合作社。");
const grantId = z.uuid({ error: "请从名单里选择。" });

export const staffForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("invite"),
    cooperativeId,
    displayName: text("请填写被邀请人的姓名。", 30),
    recipient: text("请填写手机号或邮箱。", 120),
    role,
  }),
  z.object({ intent: z.literal("withdraw"), cooperativeId, invitationId: z.uuid({ error: "请从名单里选择。" }) }),
  z.object({ intent: z.literal("change"), cooperativeId, grantId, role }),
  z.object({ intent: z.literal("end"), cooperativeId, grantId }),
]);
