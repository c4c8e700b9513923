import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { withTransaction, type Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { sendMessage } from "~/platform/message.server";
import { watchUrl } from "./watch.server";
import { backLetter } from "./watch-letters";

type Told = {
  readonly id: string;
  readonly kind: "LISTING" | "VILLAGE";
  readonly channel: "EMAIL" | "SMS";
  readonly address: string;
  readonly locale: "zh" | "en";
};

/**
 * A listing changed: whoever waited for it is told when it can be ordered, once. One letter for goods, which ends the wish;
 * for a village one for each listing that opened after the wish. The letter and the note of it are one transaction.
 */
export async function tellWatchers({
  listingId,
  now,
}: {
  readonly listingId: string;
  readonly now: Date;
}): Promise<{ readonly told: number }> {
  return withTransaction("tell watchers", async (tx) => {
    const listing = await listingOnSale(tx, listingId, now);
    if (!listing) return { told: 0 };
    const told = [
      ...(await tx.$queryRaw<Told[]>`
        DELETE FROM shop_watch WHERE kind = 'LISTING' AND subject = ${listingId} AND confirmed_at IS NOT NULL
        RETURNING id, kind, channel, address, locale`),
      ...(await tx.$queryRaw<Told[]>`
        UPDATE shop_watch SET told_listing_ids = told_listing_ids || ${listingId}::uuid
        WHERE kind = 'VILLAGE' AND subject = ${listing.areaCode} AND confirmed_at < ${listing.publishedAt}::timestamptz
          AND NOT ${listingId}::uuid = ANY (told_listing_ids)
        RETURNING id, kind, channel, address, locale`),
    ];
    const origin = env().APP_URL.replace(/\/$/, "");
    for (const { id, kind, channel, address, locale } of told) {
      const title = locale === "en" && listing.titleEn ? listing.titleEn : listing.title;
      const goods = origin + paths.shop(locale).product(listing.slug);
      const letter = backLetter(locale, kind, title, goods, watchUrl(id, locale));
      await sendMessage(tx, { channel, recipient: address, ...letter, now });
    }
    return { told: told.length };
  });
}

type OnSale = {
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly areaCode: string;
  readonly publishedAt: Date;
};

/** The listing, when at least one of its packs is in stock today: a promise is not what was waited for. */
async function listingOnSale(db: Db, listingId: string, now: Date): Promise<OnSale | undefined> {
  const [row] = await db.$queryRaw<OnSale[]>`
    SELECT l.slug, l.title, l.title_en AS "titleEn", l.area_code AS "areaCode", l.published_at AS "publishedAt"
    FROM listing l LEFT JOIN cooperative c ON l.seller_kind = 'COOPERATIVE' AND c.id = l.seller_id
    WHERE l.id = ${listingId}::uuid AND l.status = 'PUBLISHED' AND (l.seller_kind = 'HOUSEHOLD' OR c.status = 'APPROVED')
      AND l.preorder_id IS NULL
      AND (SELECT min(v.quantity) FROM variant v WHERE v.listing_id = l.id AND v.active) <= (
        SELECT sum(lot.available) FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
        WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND lot.status = 'SEALED'
          AND lot.expires_on >= ${dayOf(now)}::date)`;
  return row;
}
