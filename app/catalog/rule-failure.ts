import { explainFeeScheduleProblem, type FeeScheduleProblem } from "./fee-schedule";
import { explainSplitRuleProblem, type SplitRuleProblem } from "./split-rule";

export type ProposeRuleFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "bad-code" }
  | { readonly kind: "no-name" }
  | { readonly kind: "bad-split"; readonly problem: SplitRuleProblem }
  | { readonly kind: "bad-fees"; readonly problem: FeeScheduleProblem }
  | { readonly kind: "starts-in-the-past" }
  | { readonly kind: "starts-before-the-last-version" }
  | { readonly kind: "another-waits"; readonly version: number };

export function explainProposeRuleFailure(failure: ProposeRuleFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以提出新版本。";
    case "bad-code":
      return "规则代码用小写字母、数字和连字符，例如 standard。";
    case "no-name":
      return "请填写规则的中文和英文名称。";
    case "bad-split":
      return explainSplitRuleProblem(failure.problem);
    case "bad-fees":
      return explainFeeScheduleProblem(failure.problem);
    case "starts-in-the-past":
      return "生效时间不能早于现在：已成交的订单按下单时的版本计算。";
    case "starts-before-the-last-version":
      return "生效时间不能早于上一版本的生效时间。";
    case "another-waits":
      return `第 ${failure.version} 版还在等待批准，请先批准或退回它。`;
  }
}

export type ApproveRuleFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "no-such-version" }
  | { readonly kind: "already-decided" }
  | { readonly kind: "own-proposal" };

export function explainApproveRuleFailure(failure: ApproveRuleFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营或财务可以批准。";
    case "no-such-version":
      return "找不到这个版本。";
    case "already-decided":
      return "这个版本已经批准或退回。";
    case "own-proposal":
      return "提出人不能批准自己的版本，请由另一位同事批准。";
  }
}
