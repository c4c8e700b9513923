import { addDays, addHours, startOfDay } from "~/kernel/period";
import { stream, type Random } from "../data/random";
import type { MarketListing } from "./market";
import { daysAfter, latestHarvest, monthOf, type Year } from "./year";

/** A lot that will be sealed, before it is known how much will be sold from it. */
export type LotSlot = {
  readonly key: string;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerKey: string;
  readonly productCode: string;
  readonly grade: string;
  readonly listingKeys: readonly string[];
  readonly sealedAt: Date;
  readonly harvestedOn: string;
  readonly expiresOn: string;
  /** the last instant it is planned to be sold */
  readonly lastSale: Date;
};

/**
 * When lots of each seller's product are sealed: fresh goods week by week while they are harvested, what keeps about
 * every five weeks all the year, from the stores of the latest harvest.
 */
export function planLots(listings: readonly MarketListing[], year: Year): LotSlot[] {
  const groups = new Map<string, MarketListing[]>();
  for (const listing of listings) {
    const key = `${listing.sellerKey} ${listing.product.code} ${listing.grade.name}`;
    groups.set(key, [...(groups.get(key) ?? []), listing]);
  }
  return [...groups].flatMap(([key, group]) => slotsOf(key, group, year));
}

function slotsOf(key: string, group: readonly MarketListing[], year: Year): LotSlot[] {
  const [first] = group;
  if (!first) return [];
  const { product } = first;
  const random = stream(`lots of ${key}`);
  const fresh = product.shelfDays <= 35;
  const cadence = fresh ? Math.max(9, Math.floor(product.shelfDays / 2)) : random.int(50, 64);
  const slots: LotSlot[] = [];
  for (let day = addDays(year.from, fresh ? random.int(0, 5) : 0); day < year.until; day = addDays(day, cadence)) {
    const sealedAt = sealingHour(day, random);
    if (sealedAt >= addHours(year.until, -3)) break;
    if (product.perishable && !product.harvestMonths.includes(monthOf(sealedAt)) && !stillStored(sealedAt, first))
      continue;
    const harvestedOn = latestHarvest(sealedAt, product.harvestMonths);
    const expiresOn = daysAfter(harvestedOn, product.shelfDays);
    const lastSale = addDays(startOfDay(expiresOn), -2);
    if (lastSale <= addDays(sealedAt, 3)) continue;
    slots.push({
      key: `${key} ${slots.length + 1}`,
      sellerKind: first.sellerKind,
      sellerKey: first.sellerKey,
      productCode: product.code,
      grade: first.grade.name,
      listingKeys: group.map((listing) => listing.key),
      sealedAt,
      harvestedOn,
      expiresOn,
      lastSale,
    });
  }
  return slots;
}

/** Kiwifruit and potatoes keep for weeks after the harvest; shoots and plums do not. */
function stillStored(at: Date, { product }: MarketListing): boolean {
  const harvested = startOfDay(latestHarvest(at, product.harvestMonths));
  return product.shelfDays > 60 && addDays(harvested, product.shelfDays - 20) > at;
}

/** Between nine and eleven in the morning. */
function sealingHour(day: Date, random: Random): Date {
  return new Date(day.getTime() + 9 * 3_600_000 + random.int(0, 120) * 60_000);
}
