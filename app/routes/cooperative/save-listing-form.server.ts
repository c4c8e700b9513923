import { json, type TypedResponse } from "@remix-run/node";
import type { z } from "zod";
import type { Actor } from "~/access/actor";
import type { ListingDetail } from "~/catalog/listing-store.server";
import { saveListing } from "~/catalog/save-listing.server";
import { minuteOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import type { FormReply, ParsedForm } from "~/platform/form.server";
import { findProduct } from "~/supply/product-store.server";
import { changesBetween, flatFields, mergedFields, readBase } from "./listing-changes";
import { draftOf, listingErrors } from "./listing-draft.server";
import { listingValues } from "./listing-fields.server";
import type { listingForm } from "./listing-forms.server";

/**
 * Saves the form of a listing that is there already. When somebody else changed it since the form was opened, nothing is
 * overwritten: the answer tells what they changed, and the form then shows theirs wherever nothing was typed.
 */
export async function saveListingForm<Answer>(request: {
  readonly form: Extract<ParsedForm<unknown>, { ok: true }>;
  readonly given: z.output<typeof listingForm>;
  readonly listing: ListingDetail;
  readonly actor: Actor;
  readonly now: Date;
  readonly done: (word: string) => Answer;
}): Promise<Answer | TypedResponse<FormReply>> {
  const { form, given, listing, actor, now } = request;
  const product = await findProduct(db(), listing.productId);
  const before = readBase(given.base);
  if (before && product) {
    const present = flatFields(listingValues(product, listing));
    const changes = changesBetween(before, present);
    if (changes.length > 0) {
      const who = `${listing.updatedBy ?? "有人"}在 ${minuteOf(listing.updatedAt)} 改过这个商品，您的改动还没有保存。`;
      const next = "下面已换上对方改过、您没动过的内容；核对后再按一次“保存”，就按下面的存。";
      const errors = { "": [who, ...changes.map(({ words }) => words), next] };
      return json({ errors, typed: mergedFields(form.typed, before, present) }, { status: 409 });
    }
  }
  const draft = draftOf(given, { kind: listing.sellerKind, id: listing.sellerId }, listing.productId);
  const saved = await saveListing({ actor, listingId: listing.id, draft, lastChange: listing.updatedAt, now });
  return saved.ok ? request.done("saved") : form.refuse(listingErrors(saved.failure));
}
