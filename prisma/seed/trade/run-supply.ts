import { recordIntake } from "~/benefits/record-intake.server";
import { publishListing } from "~/catalog/publish-listing.server";
import { setListingLots } from "~/catalog/set-listing-lots.server";
import { newId } from "~/kernel/ids";
import { addHours, startOfDay } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { createHouseholdLot } from "~/supply/create-household-lot.server";
import { sealLot } from "~/supply/seal-lot.server";
import { writeOffLot } from "~/supply/write-off-lot.server";
import { product, type ProductCode } from "../data/products";
import { stream } from "../data/random";
import { servicePointOf, listing as seedListing } from "../data/listings";
import type { SellerKey } from "../data/sellers";
import { weighers } from "../data/users";
import { accepted } from "../load/at-once";
import { idOf } from "../load/places";
import type { PlannedIntake, PlannedLot } from "./plan-supply";
import type { World } from "./world";
import { daysAfter } from "./year";

type OpenLot = { readonly id: string; readonly plan: PlannedLot };

/** The year's supply: deliveries over the scale, lots sealed and put behind their listings, what spoils written off. */
export class Supply {
  readonly #world: World;
  readonly #open = new Map<string, OpenLot[]>();
  readonly #published = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  async seal(plan: PlannedLot): Promise<void> {
    const id = plan.sellerKind === "HOUSEHOLD" ? await this.#sealOwn(plan) : await this.#sealDeliveries(plan);
    for (const key of plan.listingKeys) {
      const current = (this.#open.get(key) ?? []).filter((one) => startOfDay(one.plan.expiresOn) > plan.sealedAt);
      this.#open.set(key, [...current, { id, plan }]);
      await this.#offer(key, plan.sealedAt);
    }
  }

  async #sealDeliveries(plan: PlannedLot): Promise<string> {
    const { cooperatives, products, staff } = this.#world;
    const actor = staff.holder("COOP_MANAGER", plan.sellerKey);
    const cooperativeId = idOf(cooperatives, plan.sellerKey);
    const intakes = [];
    for (const intake of plan.intakes) {
      const stored = await recordIntake({
        actor,
        clientId: newId(intake.deliveredAt),
        cooperativeId,
        householdId: this.#householdOf(intake),
        supplierNote: intake.supplierNote,
        productId: idOf(products, plan.productCode),
        grade: intake.grade,
        weighing: { gross: intake.gross, tare: intake.tare, deduction: intake.deduction },
        settlementMode: intake.mode,
        unitPriceFen: intake.unitPriceFen,
        conformity: product(plan.productCode as ProductCode).certified ? "RECEIVED" : "NOT_IN_SCOPE",
        weighedBy: stream(intake.key).pick(weighers[plan.sellerKey as SellerKey]),
        deliveredAt: intake.deliveredAt,
        now: intake.deliveredAt,
      });
      intakes.push({ intakeId: accepted(`delivery ${intake.key}`, stored).intakeId });
    }
    const { harvestedOn, expiresOn, grade, sealedAt: now } = plan;
    const sealed = await sealLot({ actor, cooperativeId, intakes, grade, harvestedOn, expiresOn, now });
    return accepted(`lot ${plan.key}`, sealed).lotId;
  }

  async #sealOwn(plan: PlannedLot): Promise<string> {
    const { households, products, staff } = this.#world;
    const point = servicePointOf(seedListing(plan.listingKeys[0] ?? ""));
    const householdId = idOf(households, plan.sellerKey);
    const sealed = await createHouseholdLot({
      actor: staff.holder("SERVICE_POINT", point ?? ""),
      householdId,
      productId: idOf(products, plan.productCode),
      grade: plan.grade,
      quantity: plan.quantity,
      harvestedOn: plan.harvestedOn,
      expiresOn: plan.expiresOn,
      testMark: "CONTROLLED",
      now: plan.sealedAt,
    });
    return accepted(`lot ${plan.key}`, sealed).lotId;
  }

  /** Puts the lots that can still be sold behind the listing; the first lot publishes it. */
  async #offer(key: string, now: Date): Promise<void> {
    const listing = this.#world.listings.get(key);
    const actor = this.#sellerActor(key);
    if (!listing) throw new Error(`no listing ${key}`);
    const lotIds = (this.#open.get(key) ?? []).map(({ id }) => id);
    accepted(`lots of ${key}`, await setListingLots({ actor, listingId: listing.id, lotIds, now }));
    if (this.#published.has(key)) return;
    accepted(`listing ${key}`, await publishListing({ actor, listingId: listing.id, now }));
    this.#published.add(key);
  }

  #sellerActor(listingKey: string) {
    const listing = seedListing(listingKey);
    const point = servicePointOf(listing);
    return point === null
      ? this.#world.staff.holder("COOP_MANAGER", listing.seller)
      : this.#world.staff.holder("SERVICE_POINT", point);
  }

  #householdOf(intake: PlannedIntake): string | null {
    return intake.householdKey === null ? null : idOf(this.#world.households, intake.householdKey);
  }

  /** What is left of lots that ran out of their time in these days: given away or composted, and said so. */
  async writeOffExpired(plans: readonly PlannedLot[], from: Date, until: Date): Promise<void> {
    const expired = plans.filter((plan) => {
      const end = startOfDay(daysAfter(plan.expiresOn, 1));
      return end >= from && end < until;
    });
    for (const plan of expired) {
      const lot = [...this.#open.values()].flat().find((one) => one.plan.key === plan.key);
      if (!lot) continue;
      const row = await db().lot.findUnique({ where: { id: lot.id }, select: { available: true } });
      if (!row || row.available === 0) continue;
      const actor = this.#sellerActor(plan.listingKeys[0] ?? "");
      const reason = product(plan.productCode as ProductCode).perishable ? "过期，堆肥处理" : "过保质期，下架销毁";
      const now = addHours(startOfDay(daysAfter(plan.expiresOn, 1)), 9);
      accepted(
        `write-off of ${plan.key}`,
        await writeOffLot({ actor, lotId: lot.id, kind: "LOSS", quantity: row.available, reason, now }),
      );
    }
  }
}
