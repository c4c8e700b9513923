import { json, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { notFound } from "~/access/not-found";
import { forgetDraft, keepDraft, type DraftOf } from "~/catalog/listing-draft-store.server";
import { findListing } from "~/catalog/listing-store.server";
import { isId } from "~/kernel/ids";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { findProduct } from "~/supply/product-store.server";
import { chosenSeller, sellersOf } from "./seller-store.server";
import { requireWorkplace, type Workplace } from "./workplace.server";

/** What is no part of what was typed. */
const NOT_TYPED = new Set(["intent", "listing", "seller", "product"]);

/**
 * Keeps what stands in a listing's form, unread and unpublished: asked by the form's script while somebody types, or by
 * its second button. Also throws a draft away.
 */
export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const form = await readForm(request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const intent = text("intent");
  if (intent !== "autosave" && intent !== "keep" && intent !== "discard")
    return new Response("Bad Request", { status: 400 });
  const found = await draftNamed(workplace, text);
  if (!found) throw notFound();
  const { draft, page } = found;
  const now = new Date();
  if (intent === "discard") {
    await forgetDraft(db(), draft);
    return redirect(page("discarded"));
  }
  const fields = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !NOT_TYPED.has(entry[0])),
  );
  if (!(await keepDraft(db(), { ...draft, fields, now }))) {
    return new Response("草稿太长，存不下。", { status: 413 });
  }
  return intent === "keep" ? redirect(page("kept")) : json({ savedAt: minuteOf(now) });
}

/** Which draft the form is of, if it is theirs, and the page it stands on. */
async function draftNamed(
  workplace: Workplace,
  text: (name: string) => string,
): Promise<{ draft: DraftOf; page: (done: string) => string } | undefined> {
  const { userId } = workplace.actor;
  const listingId = text("listing");
  if (listingId !== "") {
    const listing = isId(listingId) ? await findListing(db(), workplace, listingId) : undefined;
    if (!listing) return undefined;
    const seller = { kind: listing.sellerKind, id: listing.sellerId };
    return {
      draft: { userId, seller, productId: listing.productId, listingId },
      page: (done) => paths.coop.listing(listingId, { done }),
    };
  }
  const seller = text("seller") === "" ? undefined : chosenSeller(await sellersOf(workplace), text("seller"));
  const product = isId(text("product")) ? await findProduct(db(), text("product")) : undefined;
  if (!seller || !product) return undefined;
  return {
    draft: { userId, seller, productId: product.id, listingId: null },
    page: (done) => paths.coop.newListing({ seller: seller.key, product: product.id, done }),
  };
}
