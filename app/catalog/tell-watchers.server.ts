import { addDays } from "~/kernel/period";
import { paths } from "~/paths";
import { Prisma, withTransaction, type Transaction } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { sendMessage } from "~/platform/message.server";
import { listingsToOrder, type ListingToOrder } from "./listings-to-order.server";
import { watchUrl } from "./watch.server";
import { backLetter } from "./watch-letters";

type Told = {
  readonly id: string;
  readonly kind: "LISTING" | "VILLAGE";
  readonly channel: "EMAIL" | "SMS";
  readonly address: string;
  readonly locale: "zh" | "en";
};

/** Less apart is the same harvest: eggs of every week are news to a village's followers three times a year at most. */
const SEASON_DAYS = 120;

/**
 * A listing changed: whoever waited for it is told when it can be ordered. One letter for goods, which ends the wish; for a
 * village one for each listing that opens after the wish, and one more when it opens for another season. The letter and the
 * note of it are one transaction.
 */
export async function tellWatchers({
  listingId,
  now,
}: {
  readonly listingId: string;
  readonly now: Date;
}): Promise<{ readonly told: number }> {
  return withTransaction("tell watchers", async (tx) => {
    const [listing] = await tx.$queryRaw<ListingToOrder[]>(listingsToOrder(Prisma.sql`l.id = ${listingId}::uuid`, now));
    if (!listing) return { told: 0 };
    // A promise is not what those wait for who want these goods; the village's harvest opens with it.
    const back = listing.isPreorder ? [] : await endListingWatches(tx, listingId);
    const told = [...back, ...(await noteTellings(tx, listing, now))];
    const origin = env().APP_URL.replace(/\/$/, "");
    for (const { id, kind, channel, address, locale } of told) {
      const title = locale === "en" && listing.titleEn ? listing.titleEn : listing.title;
      const goods = origin + paths.shop(locale).product(listing.slug);
      const news = listing.isPreorder ? "PREORDER" : kind;
      const letter = backLetter(locale, news, title, goods, watchUrl(id, locale));
      await sendMessage(tx, { channel, recipient: address, ...letter, now });
    }
    return { told: told.length };
  });
}

function endListingWatches(tx: Transaction, listingId: string): Promise<Told[]> {
  return tx.$queryRaw<Told[]>`
    DELETE FROM shop_watch WHERE kind = 'LISTING' AND subject = ${listingId} AND confirmed_at IS NOT NULL
    RETURNING id, kind, channel, address, locale`;
}

/** The followers to whom it is news, noted as told: of two workers at once the second waits for the note and finds none. */
function noteTellings(tx: Transaction, { id, areaCode, suppliedAt }: ListingToOrder, now: Date): Promise<Told[]> {
  const lastSeason = addDays(suppliedAt, -SEASON_DAYS);
  return tx.$queryRaw<Told[]>`
    WITH told AS (
      INSERT INTO shop_watch_telling (watch_id, listing_id, told_at)
      SELECT w.id, ${id}::uuid, ${now}::timestamptz FROM shop_watch w
      WHERE w.kind = 'VILLAGE' AND w.subject = ${areaCode} AND w.confirmed_at < ${suppliedAt}::timestamptz
      ON CONFLICT (watch_id, listing_id) DO UPDATE SET told_at = EXCLUDED.told_at
        WHERE shop_watch_telling.told_at <= ${lastSeason}::timestamptz
      RETURNING watch_id)
    SELECT w.id, w.kind, w.channel, w.address, w.locale FROM told JOIN shop_watch w ON w.id = told.watch_id ORDER BY w.id`;
}
