import pg from "pg";

const ROWS_AT_ONCE = 10_000;

/** Published listings with these names, all with the pack and the lot of one that was made as the tests make theirs. */
export async function listNames(titles: readonly string[], { ownerUrl }: { ownerUrl: string }): Promise<void> {
  const { aListingWithStock } = await import("#tests/builders/orders");
  const { listingId } = await aListingWithStock({ lots: [500_000], households: 12, name: "样品" });
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  for (let from = 0; from < titles.length; from += ROWS_AT_ONCE) {
    await owner.query(COPIES, [listingId, from, titles.slice(from, from + ROWS_AT_ONCE)]);
  }
  await owner.query("UPDATE listing SET status = 'UNPUBLISHED' WHERE id = $1", [listingId]);
  // What autovacuum does within a minute: without it the planner takes every table for a small one.
  await owner.query("VACUUM ANALYZE");
  await owner.end();
}

// why LATERAL: `(jsonb_populate_record(…)).*` makes the record anew for each of its columns.
const COPIES = `
  WITH made AS (
    INSERT INTO listing
    SELECT one.* FROM listing l CROSS JOIN unnest($3::text[]) WITH ORDINALITY t (title, n)
    CROSS JOIN LATERAL jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'title', t.title,
      'title_en', 'Produce ' || ($2::int + t.n), 'slug', 'produce-' || ($2::int + t.n))) one
    WHERE l.id = $1::uuid RETURNING id),
  packs AS (
    INSERT INTO variant
    SELECT one.* FROM variant v CROSS JOIN made
    CROSS JOIN LATERAL jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'listing_id', made.id)) one
    WHERE v.listing_id = $1::uuid)
  INSERT INTO listing_lot
  SELECT one.* FROM listing_lot ll CROSS JOIN made
  CROSS JOIN LATERAL jsonb_populate_record(ll, jsonb_build_object('listing_id', made.id)) one
  WHERE ll.listing_id = $1::uuid`;
