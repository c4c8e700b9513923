import { explainLotChange, type LotChange } from "./lot-change";

/** Why a lot was not split, merged, processed or counted. "No such" also stands for "not yours". */
export type LotMoveFailure =
  | { readonly kind: "no-such-lot" }
  | { readonly kind: "nothing-to-merge" }
  | { readonly kind: "different-goods" }
  | { readonly kind: "expired" }
  | { readonly kind: "bad-quantity" }
  | { readonly kind: "bad-output"; readonly most: number }
  | { readonly kind: "too-little" }
  | { readonly kind: "no-reason" }
  | { readonly kind: "bad-product" }
  | { readonly kind: "bad-day" }
  | { readonly kind: "changed"; readonly left: number }
  | { readonly kind: "changed-meanwhile"; readonly change: LotChange }
  | { readonly kind: "more-than-lost"; readonly most: number }
  | { readonly kind: "nothing-to-correct" }
  | { readonly kind: "not-that-much-left"; readonly code: string; readonly left: number };

/** `words` says a quantity in the product's own unit. */
export function explainLotMoveFailure(failure: LotMoveFailure, words: (quantity: number) => string): string {
  switch (failure.kind) {
    case "no-such-lot":
      return "有批次找不到了，请刷新后重选。";
    case "nothing-to-merge":
      return "请至少再选一个批次来合并。";
    case "different-goods":
      return "只有同一卖家、同一产品、计量单位一样的批次才能放在一起。";
    case "expired":
      return "已过可售日期的批次不能再拆分、合并或加工，只能报损。";
    case "bad-quantity":
      return "数量要大于零。";
    case "bad-output":
      return `做成的数量要大于零，且不超过投入的 ${words(failure.most)}。`;
    case "too-little":
      return "数量太少，分不到批次里的每一户。请多取一些。";
    case "no-reason":
      return "请写明原因。";
    case "bad-product":
      return "请选择做成的产品和等级；计量单位要和原料一样。";
    case "bad-day":
      return "可售截止日期要在今天或以后。";
    case "changed":
      return `刚才有订单占用或放回了货，账面余量现在是 ${words(failure.left)}。请重新数过再登记。`;
    case "changed-meanwhile":
      return explainLotChange(failure.change, words);
    case "more-than-lost":
      return failure.most === 0
        ? "数出来的比账面多，但这个批次没有登记过损耗。多出来的货请另开入库单。"
        : `数出来的最多只能比账面多 ${words(failure.most)}（登记过的损耗）。再多的货请另开入库单。`;
    case "nothing-to-correct":
      return "数出来和账面一样，不用登记。";
    case "not-that-much-left":
      return `批次 ${failure.code} 的可售余量只有 ${words(failure.left)}，已被订单占用的不能动。`;
  }
}
