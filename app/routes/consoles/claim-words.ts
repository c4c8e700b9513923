import type { ClaimKind, ClaimState } from "~/orders/claim-state";
import type { StatusTone } from "~/ui/status-word";

/** A claim in the words of those who answer it. */
export const CLAIM_KINDS = { SPOILAGE: "坏损赔付", RETURN: "七天退货" } as const satisfies Record<ClaimKind, string>;

export const CLAIM_STATES = {
  OPEN: { tone: "problem", word: "等卖家答复" },
  RETURN_AGREED: { tone: "waiting", word: "同意退货，等寄回" },
  RETURN_SENT: { tone: "problem", word: "退货在路上" },
  REFUSED: { tone: "waiting", word: "没有同意" },
  ESCALATED: { tone: "problem", word: "等平台处理" },
  ACCEPTED: { tone: "done", word: "已退款" },
  REJECTED: { tone: "neutral", word: "平台维持不退" },
  WITHDRAWN: { tone: "neutral", word: "顾客撤回" },
  LAPSED: { tone: "neutral", word: "没有寄回，关闭" },
} as const satisfies Record<ClaimState, { tone: StatusTone; word: string }>;

/** What is waited for until when, in a sentence. */
export function claimWaits(state: ClaimState, until: string): string {
  if (state === "OPEN") return `请在 ${until} 前答复；过时顾客可以请平台处理。`;
  if (state === "RETURN_AGREED") return `顾客在 ${until} 前寄回。`;
  if (state === "RETURN_SENT") return `收到货请确认；${until} 后顾客可以请平台处理。`;
  if (state === "REFUSED") return `顾客在 ${until} 前可以请平台处理；之后按没有同意了结。`;
  if (state === "ESCALATED") return "平台看双方的话和照片作出处理。没有了结之前，这一行的钱不转为应付。";
  return "";
}
