import type { PasswordProblem } from "./password-rule";
import { explainPasswordProblem } from "./password-rule";

export const INVITATION_DAYS = 7;

/** Where a message goes: a mainland mobile number, or an e-mail address. Undefined when it is neither. */
export function recipientOf(typed: string): { channel: "EMAIL" | "SMS"; recipient: string } | undefined {
  const plain = typed.normalize("NFKC").trim();
  const digits = plain.replace(/[\s-]/g, "").replace(/^\+?86(?=1)/, "");
  if (/^1[3-9]\d{9}$/.test(digits)) return { channel: "SMS", recipient: digits };
  if (plain.length <= 120 && /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;]{2,}$/.test(plain)) {
    return { channel: "EMAIL", recipient: plain.toLowerCase() };
  }
  return undefined;
}

/** As a list shows it: enough to know whom one invited. */
export function maskRecipient(recipient: string): string {
  return recipient.includes("@")
    ? recipient.replace(/^(.).*(@.*)$/, "$1***$2")
    : `${recipient.slice(0, 3)}****${recipient.slice(-4)}`;
}

export type InviteFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-name" }
  | { readonly kind: "bad-recipient" }
  | { readonly kind: "too-many" };

export function explainInviteFailure(failure: InviteFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有本社负责人可以邀请工作人员。";
    case "no-name":
      return "请填写被邀请人的姓名。";
    case "bad-recipient":
      return "请填写 11 位手机号，或一个邮箱地址。";
    case "too-many":
      return "一小时内发出的邀请太多，请稍后再邀请。";
  }
}

export type AcceptFailure =
  | { readonly kind: "no-such-invitation" }
  | { readonly kind: "over"; readonly why: "used" | "withdrawn" | "expired" }
  | { readonly kind: "bad-login-name" }
  | { readonly kind: "login-name-taken"; readonly loginName: string }
  | { readonly kind: "bad-password"; readonly problem: PasswordProblem };

export function explainAcceptFailure(failure: AcceptFailure): string {
  switch (failure.kind) {
    case "no-such-invitation":
      return "没有这个邀请，请核对链接是否完整。";
    case "over":
      return OVER_WORDS[failure.why];
    case "bad-login-name":
      return "登录名用 3–64 个字母、数字、汉字或 . _ - @ +，不含空格。";
    case "login-name-taken":
      return `登录名“${failure.loginName}”已经有人使用，请换一个。`;
    case "bad-password":
      return explainPasswordProblem(failure.problem);
  }
}

const OVER_WORDS = {
  used: "这个邀请已经用过。请直接登录；忘了密码请联系邀请您的人。",
  withdrawn: "这个邀请已被撤回。如有疑问，请联系邀请您的人。",
  expired: "这个邀请已过期。请让邀请您的人再发一次。",
} as const;

export type StaffFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-such-grant" }
  | { readonly kind: "last-manager" }
  | { readonly kind: "same-role" };

export function explainStaffFailure(failure: StaffFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有本社负责人可以办理。";
    case "no-such-grant":
      return "这项岗位已经结束，请刷新后再看。";
    case "last-manager":
      return "这是本社唯一的负责人，不能结束或改岗。请先邀请另一位负责人。";
    case "same-role":
      return "已经是这个岗位。";
  }
}
