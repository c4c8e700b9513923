import { expect } from "vitest";
import { db } from "~/platform/db.server";

/** The views of this area that must return no row, and the stock of every lot to the gram. */
export async function expectOrdersInvariants(): Promise<void> {
  expect(await db().$queryRaw`SELECT * FROM invariant_order_total_is_lines`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_order_lines_belong`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_picks_cover_lines`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_picks_from_own_listing`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_promotion_uses`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_lot_balance`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_preorder_promised`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_preorder_shipment`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_preorder_listing`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_parcels_make_shipment`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_parcel_lines_belong`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_released_line`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_claimed_line_waits`).toEqual([]);
  expect(await db().$queryRaw`SELECT * FROM invariant_claim_refund`).toEqual([]);
}
