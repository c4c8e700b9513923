import type { z } from "zod";
import { VARIANT_PROBLEM_WORDS, explainListingFailure, type ListingFailure } from "~/catalog/listing-failure";
import type { ListingDraft, Seller } from "~/catalog/save-listing.server";
import type { listingForm } from "./listing-forms.server";

/** What the form says, as saveListing takes it. */
export function draftOf(form: z.output<typeof listingForm>, seller: Seller, productId: string): ListingDraft {
  return {
    seller,
    productId,
    areaCode: form.areaCode,
    title: form.title,
    titleEn: form.titleEn,
    story: form.story,
    storyEn: form.storyEn,
    keeping: form.keeping,
    keepingEn: form.keepingEn,
    eating: form.eating,
    eatingEn: form.eatingEn,
    splitRuleCode: form.splitRuleCode,
    freightId: form.freightId,
    shipsWithinDays: form.shipsWithinDays,
    seasonMonths: form.seasonMonths,
    market:
      form.marketPrice === undefined
        ? null
        : {
            priceFen: form.marketPrice,
            source: form.marketSource,
            ...(form.marketDay === "" ? {} : { pricedOn: form.marketDay }),
          },
    variants: form.variants,
  };
}

/** A refusal at the field that it is about. */
export function listingErrors(failure: ListingFailure): Record<string, string[]> {
  if (failure.kind === "bad-variant") {
    const field = {
      "no-name": "name",
      "bad-quantity": "quantity",
      "bad-price": "price",
      "bad-shipping-weight": "shipping",
    }[failure.problem];
    return { [`variants[${failure.position}].${field}`]: [VARIANT_PROBLEM_WORDS[failure.problem]] };
  }
  return { [fieldOf(failure)]: [explainListingFailure(failure)] };
}

function fieldOf(failure: ListingFailure): string {
  switch (failure.kind) {
    case "no-title":
      return "title";
    case "no-such-village":
      return "areaCode";
    case "no-such-rule":
      return "splitRuleCode";
    case "no-such-freight":
      return "freightId";
    case "bad-ship-days":
      return "shipsWithinDays";
    case "bad-market-price":
      return "marketPrice";
    case "bad-market-day":
      return "marketDay";
    default:
      return "";
  }
}
