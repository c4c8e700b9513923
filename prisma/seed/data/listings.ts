import { householdShops, type ShopHouseholdKey } from "./household-shops";
import { jingxianListings } from "./listings/jingxian";
import type { SeedListing } from "./listings/listing";
import { muchuanListings } from "./listings/muchuan";
import { shexianListings } from "./listings/shexian";
import { xintianListings } from "./listings/xintian";
import { zhuxiListings } from "./listings/zhuxi";
import { seller, type SellerKey, type SplitRuleCode } from "./sellers";

export const listings: readonly SeedListing[] = [
  ...shexianListings,
  ...jingxianListings,
  ...muchuanListings,
  ...zhuxiListings,
  ...xintianListings,
];

const byKey = new Map(listings.map((listing) => [listing.key, listing]));

export function listing(key: string): SeedListing {
  const found = byKey.get(key);
  if (!found) throw new Error(`no listing ${key}`);
  return found;
}

/** An archive number names a household, a word one of the sellers. */
export function isHouseholdSeller(key: SellerKey | ShopHouseholdKey): key is ShopHouseholdKey {
  return householdShops.some(({ householdKey }) => householdKey === key);
}

export function splitRuleOf(one: SeedListing): SplitRuleCode {
  return isHouseholdSeller(one.seller) ? "direct" : seller(one.seller).splitRuleCode;
}

/** The service point that helps the household; null for cooperatives. */
export function servicePointOf(one: SeedListing): string | null {
  return householdShops.find(({ householdKey }) => householdKey === one.seller)?.servicePointKey ?? null;
}
