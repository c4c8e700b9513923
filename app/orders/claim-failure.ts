import type { PhotoFailure } from "~/media/photo-failure";

/** Why a claim was not taken or not moved. Nothing changed in any of these. */
export type ClaimFailure =
  | { readonly kind: "not-found" }
  /** the claim stands elsewhere meanwhile, or the time for this is over */
  | { readonly kind: "not-now" }
  | { readonly kind: "tracking-number" }
  /** more packs are put back into stock than the claim is about */
  | { readonly kind: "too-many-back"; readonly most: number };

export type OpenClaimFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-arrived" }
  | { readonly kind: "too-late" }
  | { readonly kind: "nothing-left" }
  | { readonly kind: "too-many"; readonly most: number }
  | { readonly kind: "photo-missing" }
  | { readonly kind: "photo"; readonly failure: PhotoFailure };

export function explainClaimFailure(failure: ClaimFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有找到这个售后。";
    case "not-now":
      return "这个售后现在不能这样处理，可能刚刚有人处理过，请重新打开页面看看。";
    case "tracking-number":
      return "快递单号和快递公司对不上，请核对后再填。";
    case "too-many-back":
      return `这个售后一共 ${failure.most} 份，放回库存的份数不能更多。`;
  }
}
