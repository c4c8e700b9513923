import { COOPERATIVE_STATUS_WORDS, type CooperativeStatus } from "./cooperative";

export type CooperativeFailure =
  | { readonly kind: "no-name" }
  | { readonly kind: "bad-licence" }
  | { readonly kind: "no-such-area" }
  | { readonly kind: "bad-phone" }
  | { readonly kind: "bad-household-count" }
  | { readonly kind: "already-known" };

export function explainCooperativeFailure(failure: CooperativeFailure): string {
  switch (failure.kind) {
    case "no-name":
      return "请填写合作社名称。";
    case "bad-licence":
      return "统一社会信用代码是 18 位，请对照营业执照核对。";
    case "no-such-area":
      return "请选择所在的县、乡镇或村。";
    case "bad-phone":
      return "请填写联系电话。";
    case "bad-household-count":
      return "带动户数请填整数，没有就填 0。";
    case "already-known":
      return "这个统一社会信用代码已经申请过。";
  }
}

export type CooperativeMoveFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-such-cooperative" }
  | { readonly kind: "not-from-here"; readonly status: CooperativeStatus };

export function explainCooperativeMoveFailure(failure: CooperativeMoveFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以审核合作社。";
    case "no-such-cooperative":
      return "找不到这个合作社。";
    case "not-from-here":
      return `合作社现在是“${COOPERATIVE_STATUS_WORDS[failure.status]}”，不能这样处理。`;
  }
}

export type MembershipFailure =
  | { readonly kind: "no-such-cooperative" }
  | { readonly kind: "no-such-household" }
  | { readonly kind: "already-a-member" }
  | { readonly kind: "not-a-member" }
  | { readonly kind: "bad-day" }
  | { readonly kind: "bad-share" };

export function explainMembershipFailure(failure: MembershipFailure): string {
  switch (failure.kind) {
    case "no-such-cooperative":
      return "找不到这个合作社。";
    case "no-such-household":
      return "找不到这户农户。";
    case "already-a-member":
      return "这户已经是本社社员。";
    case "not-a-member":
      return "这户现在不是本社社员。";
    case "bad-day":
      return "日期请按 2026-11-23 的样子填写，退社不能早于入社。";
    case "bad-share":
      return "出资额不能小于零。";
  }
}
