import type { Fen } from "~/kernel/money";

/** What of a pack is edited in a list: its price, and whether it is on sale. */
export type VariantTerms = { readonly priceFen: Fen; readonly active: boolean };

export type EditVariantFailure =
  | { readonly kind: "no-such-variant" }
  | { readonly kind: "bad-price" }
  | { readonly kind: "last-pack" }
  /** somebody else changed it since it was read: nothing is overwritten */
  | { readonly kind: "changed"; readonly now: VariantTerms };
