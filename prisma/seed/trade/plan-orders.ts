import { addHours, addMinutes } from "~/kernel/period";
import { stream, weighted, type Random } from "../data/random";
import type { MarketListing, MarketVariant } from "./market";
import type { LotSlot } from "./plan-lots";
import { shoppers, type SeedShopper } from "./shoppers";
import { monthOf, type Year } from "./year";

/** What becomes of an order after it was placed. */
export type Fate =
  /** the shopper confirms the arrival */
  | "confirmed"
  /** nobody confirms: ten days after shipping it counts as received */
  | "silent"
  /** never paid: the hold runs out */
  | "unpaid"
  /** cancelled before packing: all money back */
  | "cancelled"
  /** part of a line back within the claim window */
  | "claim-part"
  /** a whole line back within the claim window */
  | "claim-all"
  /** a part back after the households were paid */
  | "late-claim"
  /** goodwill of the platform */
  | "goodwill"
  /** a refund that the card's bank sends back */
  | "refund-fails"
  | "dispute-won"
  | "dispute-lost";

export type PlannedLine = { readonly listing: MarketListing; readonly variant: MarketVariant; readonly packs: number };

export type PlannedOrder = {
  readonly key: string;
  readonly placedAt: Date;
  readonly shopper: SeedShopper;
  readonly lines: readonly PlannedLine[];
  readonly promotion: boolean;
  readonly method: "card" | "alipay" | "wechat_pay";
  readonly fate: Fate;
};

const ORDERS = 1500;

/** Fates that need an exact number, spread over the year; the others come by share. */
const RARE: readonly (readonly [Fate, number])[] = [
  ["refund-fails", 2],
  ["dispute-won", 2],
  ["dispute-lost", 2],
  ["late-claim", 9],
  ["goodwill", 7],
  ["claim-all", 14],
  ["claim-part", 26],
  ["cancelled", 20],
  ["unpaid", 45],
];

/** The year's orders in time order, each for goods that will be on stock and go to the shopper's province. */
export function planOrders(
  listings: readonly MarketListing[],
  slots: readonly LotSlot[],
  year: Year,
  count: number = ORDERS,
): PlannedOrder[] {
  const weights = year.weeks.map((week, index) => weekWeight(week.from, index, year.weeks.length));
  const perWeek = shareOut(count, weights);
  const orders = year.weeks.flatMap((week, index) =>
    Array.from({ length: perWeek[index] ?? 0 }, (_, at) =>
      orderOf(`order ${index}-${at}`, week, listings, slots, year),
    ).filter((order) => order !== undefined),
  );
  orders.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.key < b.key ? -1 : 1));
  return withRareFates(orders, year);
}

function orderOf(
  key: string,
  week: { from: Date; until: Date },
  listings: readonly MarketListing[],
  slots: readonly LotSlot[],
  year: Year,
): PlannedOrder | undefined {
  const random = stream(key);
  const placedAt = placingMoment(week, random);
  const shopper = weighted(random, shoppers, (one) => one.zeal);
  if (!shopper || placedAt < year.from || placedAt > addHours(year.until, -1)) return undefined;
  const offered = listings.filter(
    (listing) => !listing.undelivered.includes(shopper.provinceCode) && onStock(listing, slots, placedAt),
  );
  const wanted = random.chance(0.62) ? 1 : random.chance(0.7) ? 2 : 3;
  const lines: PlannedLine[] = [];
  for (let tries = 0; lines.length < wanted && tries < 8; tries++) {
    // who has found a seller mostly takes something else of theirs along
    const near = lines.length > 0 && random.chance(0.6);
    const listing = weighted(random, offered, (one) =>
      near && one.sellerKey !== lines[0]?.listing.sellerKey ? 0 : appealNow(one, placedAt),
    );
    if (!listing || lines.some((line) => line.listing.key === listing.key)) continue;
    const variant = shopper.institution ? listing.variants.at(-1) : random.pick(listing.variants);
    if (!variant) continue;
    lines.push({ listing, variant, packs: packsOf(shopper, listing, random) });
  }
  if (lines.length === 0) return undefined;
  return {
    key,
    placedAt,
    shopper,
    lines,
    promotion: random.chance(0.07),
    method: random.chance(0.45) ? "wechat_pay" : random.chance(0.6) ? "alipay" : "card",
    fate: random.chance(0.68) ? "confirmed" : "silent",
  };
}

/** The demonstration's own shopper, who can sign in: of the ordinary buyers who once claimed something, whoever ordered most. */
export function regularOf(orders: readonly PlannedOrder[]): SeedShopper | undefined {
  const own = new Map<SeedShopper, PlannedOrder[]>();
  for (const order of orders) {
    if (order.shopper.institution || order.shopper.locale !== "zh") continue;
    own.set(order.shopper, [...(own.get(order.shopper) ?? []), order]);
  }
  const claimants = [...own].filter(([, theirs]) => theirs.some(({ fate }) => fate === "claim-part"));
  return claimants.toSorted(([a, many], [b, more]) => more.length - many.length || (a.key < b.key ? -1 : 1))[0]?.[0];
}

export function onStock(listing: MarketListing, slots: readonly LotSlot[], at: Date): boolean {
  return slots.some((slot) => slot.listingKeys.includes(listing.key) && covers(slot, at));
}

export function covers(slot: LotSlot, at: Date): boolean {
  return addMinutes(slot.sealedAt, 90) <= at && at <= slot.lastSale;
}

function appealNow({ appeal, product }: MarketListing, at: Date): number {
  const month = monthOf(at);
  const inSeason = product.harvestMonths.includes(month) && product.harvestMonths.length < 9;
  const forNewYear =
    month <= 2 && ["cured-pork", "beef", "chicken", "dried-bamboo", "shiitake", "peanuts"].includes(product.code);
  return appeal * 10 * (inSeason ? 2.2 : 1) * (forNewYear ? 1.8 : 1);
}

function packsOf(shopper: SeedShopper, listing: MarketListing, random: Random): number {
  if (shopper.institution) return listing.product.code === "beef" ? random.int(3, 8) : random.int(6, 30);
  return random.chance(0.66) ? 1 : random.chance(0.75) ? 2 : random.int(3, 5);
}

/** More people know the shop every week; before the Spring Festival, in June and around 11 November many buy. */
function weekWeight(at: Date, index: number, weeks: number): number {
  const growth = 60 + Math.round((index / weeks) * 70);
  const day = at.toISOString().slice(5, 10);
  const busy = day >= "01-18" && day <= "02-08" ? 1.7 : day >= "02-12" && day <= "02-24" ? 0.5 : 1;
  const sale = (day >= "06-08" && day <= "06-19") || (day >= "11-04" && day <= "11-12") ? 1.4 : 1;
  return Math.round(growth * busy * sale);
}

/** People buy in the evening, some at noon, few at night. */
function placingMoment(week: { from: Date; until: Date }, random: Random): Date {
  const hour = random.chance(0.55) ? random.int(19, 22) : random.chance(0.6) ? random.int(11, 14) : random.int(7, 23);
  const days = Math.max(1, Math.floor((week.until.getTime() - week.from.getTime()) / 86_400_000));
  const at = addMinutes(addHours(week.from, random.int(0, days - 1) * 24 + hour), random.int(0, 59));
  return new Date(at.getTime() + random.int(0, 59_999));
}

function shareOut(count: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return weights.map((weight) => {
    const from = Math.round((before / total) * count);
    before += weight;
    return Math.round((before / total) * count) - from;
  });
}

/** Gives some orders the rarer fates: evenly spread, and only to those old enough to have lived through them. */
function withRareFates(orders: readonly PlannedOrder[], year: Year): PlannedOrder[] {
  const fates = orders.map((order) => order.fate);
  const oldEnough = orders.filter((order) => order.placedAt < addHours(year.until, -75 * 24)).length;
  RARE.forEach(([fate, times], kind) => {
    for (let nth = 0; nth < times; nth++) {
      let index = Math.floor(((nth + 0.5 + kind * 0.07) / times) * oldEnough) % Math.max(1, oldEnough);
      while (fates[index] !== "confirmed" && index < orders.length - 1) index++;
      fates[index] = fate;
    }
  });
  return orders.map((order, index) => {
    const fate = fates[index] ?? order.fate;
    // a wallet's refund settles later than a card's; the one that fails is a card's
    const card = fate === "refund-fails" || fate === "dispute-won" || fate === "dispute-lost";
    return { ...order, fate, method: card ? "card" : order.method };
  });
}
