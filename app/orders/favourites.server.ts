import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { lockOpenAccount } from "./open-account.server";

/** What a shopper keeps for later, as it is called now; whether it is still sold, its price and stock are asked of the goods. */
export type Favourite = {
  readonly listingId: string;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly keptAt: Date;
  /** its cheapest pack on that day; null when there was none */
  readonly priceFen: Fen | null;
};

export const MOST_FAVOURITES = 200;

/** A page of them, the newest first; what was taken off sale stands behind what is on it. */
export async function favouritesOf(db: Db, userId: string, page: PageRequest): Promise<Page<Favourite>> {
  const [{ total }] = await db.$queryRaw<[{ total: number }]>`
    SELECT count(*)::int AS total FROM favourite WHERE user_id = ${userId}::uuid`;
  const rows = await db.$queryRaw<Favourite[]>`
    SELECT l.id AS "listingId", l.slug, l.title, l.title_en AS "titleEn", f.kept_at AS "keptAt", f.price_fen AS "priceFen"
    FROM favourite f JOIN listing l ON l.id = f.listing_id
    WHERE f.user_id = ${userId}::uuid
    ORDER BY l.status = 'PUBLISHED' DESC, f.kept_at DESC, l.id LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`;
  return { rows, total, number: page.number, size: page.size };
}

export async function isFavourite(db: Db, userId: string, listingId: string): Promise<boolean> {
  return (await db.favourite.count({ where: { userId, listingId } })) > 0;
}

export type KeepFavouriteFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "too-many"; readonly most: number };

/** Keeps what anybody may look at; what is kept already stays as it was. Answers the slug of its page. */
export async function keepFavourite(request: {
  readonly userId: string;
  readonly listingId: string;
  readonly now: Date;
}): Promise<Result<{ readonly slug: string }, KeepFavouriteFailure>> {
  const { userId, listingId, now } = request;
  return withTransaction("keep favourite", async (tx) => {
    // Locked, so that there are never more than the most.
    if (!(await lockOpenAccount(tx, userId))) return failed({ kind: "not-found" });
    const listing = await tx.listing.findFirst({
      where: { id: listingId, status: { not: "DRAFT" } },
      select: { slug: true },
    });
    if (!listing) return failed({ kind: "not-found" });
    const others = await tx.favourite.count({ where: { userId, listingId: { not: listingId } } });
    if (others >= MOST_FAVOURITES) return failed({ kind: "too-many", most: MOST_FAVOURITES });
    await tx.$executeRaw`
      INSERT INTO favourite (user_id, listing_id, kept_at, price_fen)
      SELECT ${userId}::uuid, ${listingId}::uuid, ${now}::timestamptz, min(price_fen)
      FROM variant WHERE listing_id = ${listingId}::uuid AND active
      ON CONFLICT DO NOTHING`;
    return succeeded({ slug: listing.slug });
  });
}

/** Not kept any longer, if it was; answers the slug of its page. */
export async function dropFavourite(
  db: Db,
  { userId, listingId }: { readonly userId: string; readonly listingId: string },
): Promise<{ readonly slug: string } | undefined> {
  const [gone] = await db.$queryRaw<{ slug: string }[]>`
    DELETE FROM favourite f USING listing l
    WHERE f.user_id = ${userId}::uuid AND f.listing_id = ${listingId}::uuid AND l.id = f.listing_id
    RETURNING l.slug`;
  return gone;
}
