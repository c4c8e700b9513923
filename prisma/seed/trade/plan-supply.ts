import { allocate } from "~/kernel/money";
import { addDays, addMinutes } from "~/kernel/period";
import type { IntakeMode } from "~/supply/settlement-mode";
import { sample, stream, type Random } from "../data/random";
import type { MarketGrade, MarketListing } from "./market";
import type { LotSlot } from "./plan-lots";
import { covers, type PlannedOrder } from "./plan-orders";

export type PlannedIntake = {
  readonly key: string;
  /** null = an unregistered supplier: OTHER */
  readonly householdKey: string | null;
  readonly supplierNote: string | null;
  readonly grade: string;
  readonly gross: number;
  readonly tare: number;
  readonly deduction: number;
  readonly mode: IntakeMode;
  readonly unitPriceFen: bigint;
  readonly deliveredAt: Date;
};

export type PlannedLot = LotSlot & {
  /** what the lot holds, base units */
  readonly quantity: number;
  /** none on a direct sale */
  readonly intakes: readonly PlannedIntake[];
};

/** Sizes every lot by what the planned orders take from it and a little more, and says who brought it to the scale. */
export function planSupply(
  listings: readonly MarketListing[],
  slots: readonly LotSlot[],
  orders: readonly PlannedOrder[],
  until: Date,
): PlannedLot[] {
  const taken = takenFrom(slots, orders);
  return slots.flatMap((slot) => {
    const listing = listings.find((one) => one.key === slot.listingKeys[0]);
    if (!listing) return [];
    const random = stream(`supply ${slot.key}`);
    const quantity = sizeOf(slot, listing, taken.get(slot.key) ?? 0, until, random);
    if (quantity === 0) return [];
    if (slot.sellerKind === "HOUSEHOLD") return [{ ...slot, quantity, intakes: [] }];
    const intakes = intakesOf(slot, listing, quantity, random);
    return [{ ...slot, quantity: intakes.reduce((sum, one) => sum + netOf(one), 0), intakes }];
  });
}

/** Orders take from the lot that expires first, as picking does. */
function takenFrom(slots: readonly LotSlot[], orders: readonly PlannedOrder[]): Map<string, number> {
  const taken = new Map<string, number>();
  const bySoonest = slots.toSorted((a, b) =>
    a.expiresOn === b.expiresOn ? (a.key < b.key ? -1 : 1) : a.expiresOn < b.expiresOn ? -1 : 1,
  );
  for (const order of orders) {
    for (const line of order.lines) {
      const slot = bySoonest.find((one) => one.listingKeys.includes(line.listing.key) && covers(one, order.placedAt));
      if (!slot) throw new Error(`${order.key} asks for ${line.listing.key}, which is not on stock then`);
      taken.set(slot.key, (taken.get(slot.key) ?? 0) + line.packs * line.variant.quantity);
    }
  }
  return taken;
}

function sizeOf(slot: LotSlot, listing: MarketListing, taken: number, until: Date, random: Random): number {
  const largestPack = Math.max(...listing.variants.map((variant) => variant.quantity));
  // what can still be bought when the demonstration is opened
  const present = slot.lastSale > until ? largestPack * random.int(14, 40) : 0;
  const margin = Math.ceil((taken * random.int(0, 12)) / 100);
  if (taken + present === 0) return 0;
  const step = listing.product.baseUnit === "GRAM" ? 250 : 1;
  return Math.ceil((taken + margin + present + (present === 0 ? largestPack : 0)) / step) * step;
}

function intakesOf(slot: LotSlot, listing: MarketListing, quantity: number, random: Random): PlannedIntake[] {
  const { product } = listing;
  const step = product.baseUnit === "GRAM" ? 250 : 1;
  const steps = Math.max(1, Math.round(quantity / step));
  const wanted = Math.min(
    steps,
    steps < 12 ? random.int(1, 2) : random.chance(0.15) ? random.int(6, 10) : random.int(2, 5),
  );
  const growers = sample(random, listing.growers, wanted);
  const others = random.chance(0.16) && steps > 20 ? 1 : 0;
  const weights = [...growers.map(() => BigInt(random.int(60, 160))), ...(others ? [BigInt(random.int(15, 45))] : [])];
  const shares = allocate(BigInt(steps), weights).map((share) => Number(share) * step);
  return shares.flatMap((net, index): PlannedIntake[] => {
    if (net === 0) return [];
    const householdKey = growers[index] ?? null;
    const grade = brought(listing, random);
    const tare = product.baseUnit === "GRAM" ? random.pick([500, 750, 1000, 1500]) : 0;
    const deduction = product.baseUnit === "GRAM" && net > 8000 && random.chance(0.25) ? random.int(1, 4) * 250 : 0;
    return [
      {
        key: `${slot.key} ${index + 1}`,
        householdKey,
        supplierNote: householdKey === null ? random.pick(["邻村散户，未登记", "集市收购", "外村亲友代交"]) : null,
        grade: grade.name,
        gross: net + tare + deduction,
        tare,
        deduction,
        mode: householdKey === null ? "CONSIGNED" : listing.mode,
        unitPriceFen: roundedPrice(grade.typicalFen, random),
        deliveredAt: addMinutes(addDays(slot.sealedAt, -1), random.int(-90, 360)),
      },
    ];
  });
}

export function netOf(intake: Pick<PlannedIntake, "gross" | "tare" | "deduction">): number {
  return intake.gross - intake.tare - intake.deduction;
}

/** The day's price: up to 7 % around the usual one, in whole jiao. */
function roundedPrice(typicalFen: bigint, random: Random): bigint {
  const moved = (typicalFen * BigInt(100 + random.int(-7, 7))) / 100n;
  const jiao = (moved + 5n) / 10n;
  return jiao > 0n ? jiao * 10n : 10n;
}

/** A lot is graded by the worst inside: now and then somebody's better goods go into it, at their own price. */
function brought({ product, grade }: MarketListing, random: Random): MarketGrade {
  const better = product.grades[product.grades.findIndex(({ name }) => name === grade.name) - 1];
  return better && random.chance(0.15) ? better : grade;
}
