import type { ListingDetail } from "~/catalog/listing-store.server";
import { preorderOf } from "~/catalog/save-preorder.server";
import { db } from "~/platform/db.server";
import type { Product } from "~/supply/product-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { counted, countingWord } from "./counting-words";
import { countingOf } from "./fields.server";

/** The pre-order section of a cooperative's listing, in the units of its form; null where nothing can be promised. */
export async function preorderView(listing: ListingDetail, product: Product, now: Date) {
  if (listing.sellerKind !== "COOPERATIVE") return null;
  const preorder = await preorderOf(db(), listing.id, now);
  const unit = countingOf(product.baseUnit, null);
  return {
    state: preorder === undefined ? ("none" as const) : preorder.isOpen ? ("open" as const) : ("ended" as const),
    unit,
    unitWord: countingWord(unit, product.pieceName),
    held: preorder && preorder.held > 0 ? quantityWords(preorder.held, product) : null,
    left: preorder?.isOpen ? quantityWords(preorder.promised - preorder.held, product) : null,
    values: {
      promised: preorder ? counted(preorder.promised, unit) : "",
      shipBy: preorder?.shipBy ?? "",
      preorderSeason: preorder?.season ?? "",
      preorderSeasonEn: preorder?.seasonEn ?? "",
    },
  };
}
