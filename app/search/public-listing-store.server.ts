import { Prisma, type Db } from "~/platform/db.server";
import { FOR_SALE } from "./listing-card-store.server";

export type PublicListing = { readonly id: string; readonly slug: string; readonly updatedAt: Date };

/** What is for sale, oldest first, after an id: for maps and feeds that go through all of it. */
export async function publicListings(
  db: Db,
  { after, limit, skip = 0 }: { after?: string | undefined; limit: number; skip?: number },
): Promise<PublicListing[]> {
  return db.$queryRaw<PublicListing[]>`
    SELECT l.id, l.slug, l.updated_at AS "updatedAt" ${FOR_SALE} AND ${after === undefined ? Prisma.sql`true` : Prisma.sql`l.id > ${after}::uuid`}
    ORDER BY l.id LIMIT ${limit}::int OFFSET ${skip}::int`;
}

export async function countPublicListings(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: number }]>`SELECT count(*)::int AS count ${FOR_SALE}`;
  return row.count;
}
