import { expect } from "vitest";
import { db } from "~/platform/db.server";

/** Every view of supply and catalog that must return no row. */
export async function expectSupplyInvariants(): Promise<void> {
  const views = await Promise.all([
    db().$queryRaw`SELECT * FROM invariant_lot_balance`,
    db().$queryRaw`SELECT * FROM invariant_intake_remaining`,
    db().$queryRaw`SELECT * FROM invariant_intake_reversal`,
    db().$queryRaw`SELECT * FROM invariant_composition_sums`,
    db().$queryRaw`SELECT * FROM invariant_composition_sources`,
    db().$queryRaw`SELECT * FROM invariant_composition_hash`,
    db().$queryRaw`SELECT * FROM invariant_household_lot`,
    db().$queryRaw`SELECT * FROM invariant_listing_lot`,
    db().$queryRaw`SELECT * FROM invariant_published_listing`,
    db().$queryRaw`SELECT * FROM invariant_media_rendition`,
  ]);
  expect(views).toEqual(views.map(() => []));
}
