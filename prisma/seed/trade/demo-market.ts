import type { IntakeMode } from "~/supply/settlement-mode";
import { freightTemplate } from "../data/freight";
import { household } from "../data/households";
import { listings } from "../data/listings";
import type { SeedListing } from "../data/listings/listing";
import { linkageAgreements, suppliersOf } from "../data/memberships";
import { product, type ProductCode } from "../data/products";
import { sample, stream } from "../data/random";
import { sellers, type SellerKey } from "../data/sellers";
import type { MarketListing } from "./market";

/** So many households of a village really deliver one kind of produce; the other members grow something else, or nothing. */
const MOST_GROWERS = 10;

/** The demonstration's listings as the planning of its trade sees them. */
export const market: readonly MarketListing[] = listings.map((listing) => {
  const sold = product(listing.productCode);
  const grade = sold.grades.find(({ name }) => name === listing.grade);
  if (!grade) throw new Error(`${listing.key}: ${sold.name} has no grade ${listing.grade}`);
  const zones = freightTemplate(listing.seller, listing.freight).zones;
  return {
    key: listing.key,
    sellerKind: sellerKindOf(listing),
    sellerKey: listing.seller,
    product: sold,
    grade,
    variants: listing.variants.map(({ quantity, priceFen }, position) => ({ position, quantity, priceFen })),
    appeal: listing.popularity,
    growers: growersOf(listing),
    mode: modeOf(listing),
    undelivered: zones.filter((zone) => !zone.delivered).flatMap((zone) => zone.provinces),
  };
});

export function sellerKindOf({ seller }: SeedListing): "COOPERATIVE" | "HOUSEHOLD" {
  return isCooperative(seller) ? "COOPERATIVE" : "HOUSEHOLD";
}

function isCooperative(key: string): key is SellerKey {
  return sellers.some((seller) => seller.key === key);
}

/** Members of the listing's own village first of all; of the whole seller where the village has too few. */
function growersOf({ seller, productCode, areaCode }: SeedListing): string[] {
  if (!isCooperative(seller)) return [household(seller).key];
  const all = suppliersOf(seller);
  const near = all.filter((key) => key.startsWith(areaCode));
  return sample(stream(`growers of ${seller} ${productCode}`), near.length >= 6 ? near : all, MOST_GROWERS);
}

/** By what the seller has agreed with its members; at Liping only the kiwis are paid in advance. */
function modeOf({ seller, productCode }: SeedListing): IntakeMode {
  const flows = linkageAgreements.filter(({ sellerKey }) => sellerKey === seller).map(({ flow }) => flow);
  if (flows.includes("ADVANCE_PURCHASE") && productCode === ("kiwi" satisfies ProductCode)) return "ADVANCE";
  return flows.includes("ORDER_PURCHASE") ? "BOUGHT_OUT" : "CONSIGNED";
}
