import { chooseLots } from "~/benefits/assign-preorders.server";
import { recordIntake } from "~/benefits/record-intake.server";
import { listingFacts } from "~/catalog/listing-store.server";
import { savePreorder } from "~/catalog/save-preorder.server";
import { newId } from "~/kernel/ids";
import { addDays, addHours, addMinutes, dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { sealLot } from "~/supply/seal-lot.server";
import { weighers } from "../data/users";
import { market } from "../trade/demo-market";
import { payOne, placeOne } from "../trade/place-one";
import { shoppers } from "../trade/shoppers";
import type { World } from "../trade/world";
import { accepted } from "./at-once";
import { idOf } from "./places";

/** Out of season for most of the year, of the cooperative that the demonstration's logins open. */
const SELLER = "coop-changxi";
const LISTING = "changxi-fresh-bamboo-shoots";
const OPENED_DAYS_AGO = 12;
const SHIPPED_WITHIN_DAYS = 55;

/** days ago, place of the pack, how many: the first has its lot when the demonstration is opened, the others wait */
const ORDERS = [
  [10, 0, 2],
  [8, 1, 1],
  [5, 0, 1],
  [2, 2, 1],
] as const;

/**
 * Shoots that are dug later are sold today: a promise, four who took of it and paid, and the first handful that was dug
 * early, given to whoever paid first. Nothing of it where the listing has goods in stock on that day of the year.
 */
export async function loadPreorders(world: World, deliver: () => Promise<void>): Promise<void> {
  const now = world.until;
  const opened = addDays(now, -OPENED_DAYS_AGO);
  const listing = market.find(({ key }) => key === LISTING);
  const listingId = world.listings.get(LISTING)?.id ?? "";
  const actor = world.sellerActors.get(idOf(world.cooperatives, SELLER));
  if (!listing || !actor || (await listingFacts(db(), listingId, opened)).lotsOnStock > 0) return;

  const terms = {
    promised: 150_000,
    shipBy: dayOf(addDays(now, SHIPPED_WITHIN_DAYS)),
    season: "头茬早笋",
    seasonEn: "First early shoots",
  };
  accepted("the promise of shoots", await savePreorder({ actor, listingId, terms, now: opened }));
  const buyers = shoppers.filter(
    ({ institution, provinceCode }) => !institution && !listing.undelivered.includes(provinceCode),
  );
  for (const [index, [daysAgo, pack, packs]] of ORDERS.entries()) {
    const [shopper, variant] = [buyers[90 + index * 11], listing.variants[pack]];
    if (!shopper || !variant) continue;
    const placed = await placeOne(
      {
        key: `pre-order ${index}`,
        placedAt: addHours(addDays(now, -daysAgo), index),
        shopper,
        lines: [{ listing, variant, packs }],
        promotion: false,
        method: "alipay",
        fate: "confirmed",
      },
      world,
      { now, userId: undefined },
    );
    await payOne(placed, world);
  }
  await deliver();

  const sealedAt = addHours(now, -20);
  const cooperativeId = idOf(world.cooperatives, SELLER);
  const intakes = [];
  for (const [index, householdKey] of listing.growers.slice(0, 3).entries()) {
    const at = addMinutes(sealedAt, -90 + index * 7);
    const stored = await recordIntake({
      actor,
      clientId: newId(at),
      cooperativeId,
      householdId: idOf(world.households, householdKey),
      supplierNote: null,
      productId: idOf(world.products, listing.product.code),
      grade: listing.grade.name,
      weighing: { gross: 1_750 + index * 250, tare: 500, deduction: 0 },
      settlementMode: listing.mode,
      unitPriceFen: listing.grade.typicalFen,
      conformity: "RECEIVED",
      weighedBy: weighers[SELLER][0] ?? "",
      deliveredAt: at,
      now: at,
    });
    intakes.push({ intakeId: accepted("a handful of early shoots", stored).intakeId });
  }
  const sealed = await sealLot({
    actor,
    cooperativeId,
    intakes,
    grade: listing.grade.name,
    harvestedOn: dayOf(sealedAt),
    expiresOn: dayOf(addDays(sealedAt, listing.product.shelfDays)),
    now: sealedAt,
  });
  const { lotId } = accepted("the lot of early shoots", sealed);
  const chosen = await chooseLots({ actor, listingId, lotIds: [lotId], now: addMinutes(sealedAt, 30) });
  accepted("early shoots for who paid first", chosen);
}
