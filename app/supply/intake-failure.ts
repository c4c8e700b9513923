import { jin, type BaseUnit } from "~/kernel/quantity";
import { explainWeighingProblem, type WeighingProblem } from "./intake-weight";

/** Why a delivery was not recorded. "No such" also stands for "not yours". */
export type IntakeFailure =
  | { readonly kind: "no-such-cooperative" }
  | { readonly kind: "cooperative-not-approved" }
  | { readonly kind: "no-such-product" }
  | { readonly kind: "no-such-grade"; readonly grades: readonly string[] }
  | { readonly kind: "not-a-member" }
  | { readonly kind: "bad-weighing"; readonly problem: WeighingProblem }
  | { readonly kind: "price-missing" }
  | { readonly kind: "bad-price" }
  | { readonly kind: "nobody-weighed" }
  | { readonly kind: "delivered-in-the-future" }
  | { readonly kind: "paper-number-used"; readonly paperNumber: string; readonly number: string }
  | { readonly kind: "unusual-weight"; readonly most: number; readonly baseUnit: BaseUnit }
  | { readonly kind: "form-already-used"; readonly number: string };

export function explainIntakeFailure(failure: IntakeFailure): string {
  switch (failure.kind) {
    case "no-such-cooperative":
      return "找不到这个合作社。";
    case "cooperative-not-approved":
      return "合作社还没有通过平台审核，暂时不能收货。";
    case "no-such-product":
      return "请选择产品。";
    case "no-such-grade":
      return `请选择等级：${failure.grades.join("、")}。`;
    case "not-a-member":
      return "该农户在交货当天不是本社社员。请先登记社员，或按“其他供货人”记录。";
    case "bad-weighing":
      return explainWeighingProblem(failure.problem);
    case "price-missing":
      return "买断和预付要填单价；价格未定的请选代销。";
    case "bad-price":
      return "单价要大于 0，且不超过 10,000 元。";
    case "nobody-weighed":
      return "请填写过秤人。";
    case "delivered-in-the-future":
      return "交货时间不能晚于现在。";
    case "paper-number-used":
      return `纸质单 ${failure.paperNumber} 已经记成 ${failure.number}，内容不同。记错了请先冲销那一张。`;
    case "unusual-weight":
      return failure.baseUnit === "GRAM"
        ? `这一户一次交这么多很少见（超过 ${jin(failure.most)} 斤）。请核对单位和小数点；确实无误，请写明原因再保存。`
        : `这一户一次交这么多很少见（超过 ${failure.most}）。请核对数量；确实无误，请写明原因再保存。`;
    case "form-already-used":
      return `这张表单已经记成 ${failure.number}，内容不同。请打开新的表单再记。`;
  }
}

export type ReversalFailure =
  | { readonly kind: "no-such-intake" }
  | { readonly kind: "no-reason" }
  | { readonly kind: "is-a-reversal" }
  | { readonly kind: "already-reversed"; readonly number: string }
  | { readonly kind: "already-in-a-lot" };

export function explainReversalFailure(failure: ReversalFailure): string {
  switch (failure.kind) {
    case "no-such-intake":
      return "找不到这张入库单。";
    case "no-reason":
      return "请写明冲销原因，例如“皮重记错”。";
    case "is-a-reversal":
      return "冲销单本身不能再冲销；需要时请重新记一张入库单。";
    case "already-reversed":
      return `这张入库单已经由 ${failure.number} 冲销。`;
    case "already-in-a-lot":
      return "这批货已经编入批次，不能冲销；差异请在批次里做损耗登记。";
  }
}
