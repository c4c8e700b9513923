import { explainPhotoFailure, type PhotoFailure } from "~/media/photo-failure";
import { LARGEST_QUANTITY } from "./intake-weight";
import { explainLotChange, type LotChange } from "./lot-change";

/** Why a lot was not made or changed. "No such" also stands for "not yours". */
export type SealLotFailure =
  | { readonly kind: "no-such-cooperative" }
  | { readonly kind: "nothing-chosen" }
  | { readonly kind: "no-such-intake" }
  | { readonly kind: "several-products" }
  | { readonly kind: "not-that-much-left"; readonly number: string; readonly left: number }
  | { readonly kind: "price-missing"; readonly numbers: readonly string[] }
  | { readonly kind: "bad-price"; readonly number: string }
  | { readonly kind: "no-such-grade"; readonly grades: readonly string[] }
  | { readonly kind: "grade-too-good"; readonly worst: string }
  | { readonly kind: "bad-quantity" }
  | LotDaysFailure;

export type LotDaysFailure =
  | { readonly kind: "harvested-in-the-future" }
  | { readonly kind: "expired" }
  | { readonly kind: "expires-before-harvest" }
  | { readonly kind: "bad-day" };

export function explainSealLotFailure(failure: SealLotFailure): string {
  switch (failure.kind) {
    case "no-such-cooperative":
      return "找不到这个合作社。";
    case "nothing-chosen":
      return "请至少选一张入库单。";
    case "no-such-intake":
      return "有入库单找不到了，请刷新后重选。";
    case "several-products":
      return "一个批次只能装一种产品，请分开封批。";
    case "not-that-much-left":
      return failure.left === 0
        ? `入库单 ${failure.number} 已经用完或已冲销，请刷新后重选。`
        : `入库单 ${failure.number} 没有这么多余量了，请刷新后重选。`;
    case "price-missing":
      return `这些代销货还没有议定等级价，封批前要先定：${failure.numbers.join("、")}。`;
    case "bad-price":
      return `入库单 ${failure.number} 的议定价要大于 0，且不超过 10,000 元。`;
    case "no-such-grade":
      return `请选择批次等级：${failure.grades.join("、")}。`;
    case "grade-too-good":
      return `批次里有“${failure.worst}”的货，批次等级不能标得更高。`;
    case "bad-quantity":
      return `数量要大于零，且不超过 ${LARGEST_QUANTITY / 1_000_000} 吨。`;
    default:
      return explainLotDays(failure);
  }
}

export function explainLotDays(failure: LotDaysFailure): string {
  switch (failure.kind) {
    case "harvested-in-the-future":
      return "采收日期不能晚于今天。";
    case "expired":
      return "保质期已过，不能再封批出售。";
    case "expires-before-harvest":
      return "保质期不能早于采收日期。";
    case "bad-day":
      return "日期请按 2026-11-23 的样子填写。";
  }
}

export type HouseholdLotFailure =
  | { readonly kind: "no-such-household" }
  | { readonly kind: "no-such-product" }
  | { readonly kind: "no-such-grade"; readonly grades: readonly string[] }
  | { readonly kind: "bad-quantity" }
  | LotDaysFailure;

export function explainHouseholdLotFailure(failure: HouseholdLotFailure): string {
  switch (failure.kind) {
    case "no-such-household":
      return "请选择本服务点所在村的农户。";
    case "no-such-product":
      return "请选择产品。";
    case "no-such-grade":
      return `请选择等级：${failure.grades.join("、")}。`;
    case "bad-quantity":
      return `数量要大于零，且不超过 ${LARGEST_QUANTITY / 1_000_000} 吨。`;
    default:
      return explainLotDays(failure);
  }
}

export type WriteOffFailure =
  | { readonly kind: "no-such-lot" }
  | { readonly kind: "bad-quantity" }
  | { readonly kind: "no-reason" }
  | { readonly kind: "changed-meanwhile"; readonly change: LotChange }
  | { readonly kind: "not-that-much-left"; readonly left: number }
  | PhotoFailure;

/** `leftWords` says what is left in the product's own unit. */
export function explainWriteOffFailure(failure: WriteOffFailure, leftWords: (left: number) => string): string {
  switch (failure.kind) {
    case "no-such-lot":
      return "找不到这个批次。";
    case "bad-quantity":
      return "损耗数量要大于零。";
    case "no-reason":
      return "请写明损耗原因，例如“运输压伤”。";
    case "not-that-much-left":
      return `可售余量只有 ${leftWords(failure.left)}，已被订单占用的不能报损。`;
    case "changed-meanwhile":
      return explainLotChange(failure.change, leftWords);
    default:
      return explainPhotoFailure(failure);
  }
}
