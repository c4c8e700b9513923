import { newId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";
import { MOST_VIEWS } from "./listing-query";

export type ListingView = { readonly id: string; readonly name: string; readonly query: string };

/** Somebody's own views of the list, oldest first. */
export async function listingViews(db: Db, userId: string): Promise<ListingView[]> {
  return db.listingView.findMany({
    where: { userId },
    orderBy: { createdAt: "asc" },
    select: { id: true, name: true, query: true },
  });
}

/** Keeps a filter under a name; the same name takes its new filter. False when there are too many already. */
export async function keepListingView(
  db: Db,
  view: { readonly userId: string; readonly name: string; readonly query: string; readonly now: Date },
): Promise<boolean> {
  const { userId, name, query, now } = view;
  const kept = await db.$executeRaw`
    INSERT INTO listing_view (id, user_id, name, query, created_at)
    SELECT ${newId(now)}::uuid, ${userId}::uuid, ${name}, ${query}, ${now}
    WHERE (SELECT count(*) FROM listing_view WHERE user_id = ${userId}::uuid AND name <> ${name}) < ${MOST_VIEWS}
    ON CONFLICT (user_id, name) DO UPDATE SET query = EXCLUDED.query`;
  return kept === 1;
}

export async function forgetListingView(db: Db, view: { readonly id: string; readonly userId: string }): Promise<void> {
  await db.listingView.deleteMany({ where: view });
}
