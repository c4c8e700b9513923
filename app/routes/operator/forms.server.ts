import { z } from "zod";
import { parsePercent } from "~/catalog/split-rule";
import { parseYuan } from "~/kernel/money";
import { isDay, startOfDay } from "~/kernel/period";

const percent = (name: string) =>
  z
    .string({ error: `请填写${name}。` })
    .max(20)
    .transform((text, context) => {
      const bps = parsePercent(text);
      if (bps !== undefined) return bps;
      context.addIssue({ code: "custom", message: `${name}请填 0 到 100 之间的百分数，最多两位小数，例如 8 或 3.4。` });
      return z.NEVER;
    });

const yuan = (name: string) =>
  z
    .string({ error: `请填写${name}。` })
    .max(20)
    .transform((text, context) => {
      const fen = parseYuan(text);
      if (fen !== undefined) return fen;
      context.addIssue({ code: "custom", message: `${name}请填金额，例如 0.3。` });
      return z.NEVER;
    });

/** "2026-12-01" → its first instant in Shanghai; nothing → undefined, which means at once. */
const fromDay = z
  .string()
  .max(10)
  .optional()
  .transform((text, context) => {
    if (text === undefined || text === "") return undefined;
    if (isDay(text)) return startOfDay(text);
    context.addIssue({ code: "custom", message: "生效日期请按 2026-12-01 的样子填写；留空表示批准后立即生效。" });
    return z.NEVER;
  });

export const splitRuleForm = z.object({
  intent: z.enum(["try", "propose"]),
  code: z.string({ error: "请填写规则代码。" }).max(40),
  name: z.string({ error: "请填写中文名称。" }).max(60, "名称最多 60 个字。"),
  nameEn: z.string({ error: "请填写英文名称。" }).max(80, "英文名称最多 80 个字符。"),
  cooperativeBps: percent("合作社服务费"),
  reserveBps: percent("风险金比例"),
  servicePointBps: percent("服务点费"),
  villageBps: percent("村集体比例"),
  validFrom: fromDay,
});

export const feeScheduleForm = z.object({
  intent: z.enum(["try", "propose"]),
  platformBps: percent("平台服务费"),
  processingBps: percent("支付手续费比例"),
  processingFixedFen: yuan("每笔固定费用"),
  validFrom: fromDay,
});

export const decisionForm = z.object({ decision: z.enum(["approve", "reject"]) });

export const cooperativeMoveForm = z.object({
  cooperativeId: z.uuid(),
  status: z.enum(["RECOMMENDED", "APPROVED", "SUSPENDED"]),
  reason: z.string().max(300, "原因最多 300 个字。").optional(),
});

export const certificateDecisionForm = z.object({
  certificate: z.uuid("请刷新后再试。"),
  intent: z.enum(["approve", "refuse"], { error: "请选择核准还是退回。" }),
  refusal: z.string().max(300, "原因最多 300 个字。").default(""),
});

export const newUserForm = z.object({
  loginName: z.string({ error: "请填写登录名。" }).max(64),
  displayName: z.string({ error: "请填写姓名。" }).trim().min(1, "请填写姓名。").max(40, "姓名最多 40 个字。"),
  password: z.string({ error: "请填写初始密码。" }).max(800),
});

export const userForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("grant"),
    role: z.string({ error: "请选择角色。" }).max(40),
    scopeId: z.string().max(40).optional(),
  }),
  z.object({ intent: z.literal("revoke"), grantId: z.uuid() }),
  z.object({ intent: z.enum(["disable", "enable"]) }),
  z.object({ intent: z.literal("reset-second-factor"), reason: z.string().max(300, "最多 300 个字。").optional() }),
]);

export const replayForm = z.object({ intent: z.literal("replay") });

const refundId = z.uuid({ error: "没有找到这笔退款。" });
export const refundDeskForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("resend"), refundId }),
  z.object({
    intent: z.literal("pay-otherwise"),
    refundId,
    reference: z.string({ error: "请填写银行转账流水号。" }).trim(),
  }),
]);

export const marketPriceForm = z.object({
  product: z.uuid({ error: "请选择产品。" }),
  price: yuan("市场价"),
  source: z.string({ error: "请写明来源。" }).trim().min(1, "请写明来源。").max(80, "最多 80 个字。"),
  day: z.string({ error: "请填写日期。" }).max(10, "日期请按 2026-11-23 的样子填写。"),
});

export const reviewDeskForm = z.object({
  intent: z.enum(["show", "refuse"], { error: "请选公开或不公开。" }),
  reviewId: z.uuid({ error: "没有找到这条评价。" }),
  /** of the words that were read */
  writtenAt: z.iso.datetime({ error: "没有找到这条评价。" }).transform((text) => new Date(text)),
  reason: z.string().max(200, "理由最多 200 个字。").optional(),
});
