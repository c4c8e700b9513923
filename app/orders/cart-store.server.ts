import { newId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";
import { MOST_LINES, MOST_PACKS } from "./basket";

/** What a cart change answers: how many different goods lie in it now. */
export type CartChange = { readonly done: boolean; readonly lines: number };

/**
 * Puts packs into the cart of a cookie, making the cart if need be, in one statement; goods already in it grow.
 * Not done when the goods are not for sale or the cart is full.
 */
export async function addToCart(
  db: Db,
  { tokenHash, variantId, quantity, now }: { tokenHash: string; variantId: string; quantity: number; now: Date },
): Promise<CartChange> {
  const [row] = await db.$queryRaw<[{ added: bigint; others: bigint }]>`
    WITH goods AS (
      SELECT v.id, v.price_fen FROM variant v JOIN listing l ON l.id = v.listing_id
      WHERE v.id = ${variantId}::uuid AND v.active AND l.status = 'PUBLISHED'
    ), basket AS (
      INSERT INTO cart (id, token_hash, updated_at)
      SELECT ${newId(now)}::uuid, ${tokenHash}, ${now}::timestamptz FROM goods
      ON CONFLICT (token_hash) DO UPDATE SET updated_at = EXCLUDED.updated_at
      RETURNING id
    ), others AS (
      SELECT count(*) AS count FROM cart_line cl JOIN basket ON basket.id = cl.cart_id WHERE cl.variant_id <> ${variantId}::uuid
    ), added AS (
      INSERT INTO cart_line (cart_id, variant_id, quantity, price_seen_fen, added_at)
      SELECT basket.id, goods.id, ${quantity}::int, goods.price_fen, ${now}::timestamptz
      FROM basket, goods, others WHERE others.count < ${MOST_LINES}::int
      ON CONFLICT (cart_id, variant_id) DO UPDATE
        SET quantity = least(cart_line.quantity + EXCLUDED.quantity, ${MOST_PACKS}::int),
            price_seen_fen = EXCLUDED.price_seen_fen, set_aside = false
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM added) AS added, (SELECT count FROM others) AS others`;
  return { done: row.added === 1n, lines: Number(row.added + row.others) };
}

/** Sets how many packs of one kind lie in the cart; 0 takes them out. One statement. */
export async function setCartLine(
  db: Db,
  { tokenHash, variantId, quantity, now }: { tokenHash: string; variantId: string; quantity: number; now: Date },
): Promise<CartChange> {
  const [row] = await db.$queryRaw<[{ changed: bigint; lines: bigint }]>`
    WITH basket AS (
      UPDATE cart SET updated_at = ${now}::timestamptz WHERE token_hash = ${tokenHash} RETURNING id
    ), removed AS (
      DELETE FROM cart_line USING basket
      WHERE cart_line.cart_id = basket.id AND cart_line.variant_id = ${variantId}::uuid AND ${quantity}::int <= 0
      RETURNING 1
    ), changed AS (
      UPDATE cart_line SET quantity = least(${quantity}::int, ${MOST_PACKS}::int)
      FROM basket
      WHERE cart_line.cart_id = basket.id AND cart_line.variant_id = ${variantId}::uuid AND ${quantity}::int > 0
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM changed) AS changed,
      (SELECT count(*) FROM cart_line cl JOIN basket ON basket.id = cl.cart_id) - (SELECT count(*) FROM removed) AS lines`;
  return { done: row.changed === 1n, lines: Number(row.lines) };
}

/** Whether goods in the cart, one kind or a whole shipment, are bought when the shopper checks out, or stay in it. One statement. */
export async function setAside(
  db: Db,
  {
    tokenHash,
    variantIds,
    aside,
    now,
  }: { tokenHash: string; variantIds: readonly string[]; aside: boolean; now: Date },
): Promise<void> {
  await db.$executeRaw`
    WITH basket AS (UPDATE cart SET updated_at = ${now}::timestamptz WHERE token_hash = ${tokenHash} RETURNING id)
    UPDATE cart_line SET set_aside = ${aside}::boolean FROM basket
    WHERE cart_line.cart_id = basket.id AND cart_line.variant_id = ANY (${[...variantIds]}::uuid[])`;
}

/** The shopper has seen today's prices: the price-changed notice has done its work. */
export async function acceptPrices(db: Db, tokenHash: string): Promise<void> {
  await db.$executeRaw`
    UPDATE cart_line SET price_seen_fen = v.price_fen
    FROM cart, variant v
    WHERE cart.token_hash = ${tokenHash} AND cart_line.cart_id = cart.id AND v.id = cart_line.variant_id`;
}
