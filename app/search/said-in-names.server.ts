import { Prisma, type Db } from "~/platform/db.server";

/**
 * The listings that say one of these words anywhere: in the names of the goods, the place or the seller, in both languages.
 * The key of its own title is answered by an index (`listing_search_key`); products, places and sellers are few, and lead
 * to their listings by theirs. A key only makes the shortlist: the names themselves decide.
 *
 * Each way is a set of its own: joined by OR, one whose size the planner cannot tell makes it read every listing.
 */
export function listingsSaying(meanings: readonly string[]): Prisma.Sql {
  const patterns = meanings.map(anywhere);
  const says = (names: Prisma.Sql) => Prisma.sql`concat_ws(' ', ${names}) ILIKE ANY (${patterns})`;
  const keys = Prisma.join(meanings.map((word) => Prisma.sql`'%' || search_key(${word}::text) || '%'`));
  return Prisma.sql`
    SELECT id FROM listing WHERE search_key(title || ' ' || title_en) LIKE ANY (ARRAY[${keys}])
      AND ${says(Prisma.sql`title, title_en`)}
    UNION SELECT id FROM listing WHERE product_id IN (SELECT id FROM product WHERE ${says(Prisma.sql`name, name_en, aliases`)})
    UNION SELECT id FROM listing WHERE area_code IN (SELECT code FROM area WHERE ${says(Prisma.sql`short_name, name_en`)})
    UNION SELECT id FROM listing WHERE seller_kind = 'COOPERATIVE'
      AND seller_id IN (SELECT id FROM cooperative WHERE ${says(Prisma.sql`name, name_en`)})
    UNION SELECT id FROM listing WHERE seller_kind = 'HOUSEHOLD'
      AND seller_id IN (SELECT id FROM household WHERE shop_name IS NOT NULL AND ${says(Prisma.sql`shop_name, shop_name_en`)})`;
}

/** The pattern of LIKE for a word that stands anywhere. */
export function anywhere(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}

/** The ids of those that say each of `words`, in one of its meanings. */
export async function idsSaying(db: Db, words: readonly (readonly string[])[]): Promise<string[]> {
  const each = words.map((meanings) => Prisma.sql`(${listingsSaying(meanings)})`);
  const rows = await db.$queryRaw<{ id: string }[]>`${Prisma.join(each, " INTERSECT ")}`;
  return rows.map((row) => row.id);
}

/** What goods, villages and cooperatives are called; few, whatever is on sale. */
export async function namesToHear(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM product
    UNION SELECT regexp_split_to_table(aliases, '\\s+') FROM product
    UNION SELECT short_name FROM area WHERE code IN (SELECT area_code FROM listing)
    UNION SELECT name FROM cooperative WHERE status = 'APPROVED' ORDER BY 1`;
  return rows.map(({ name }) => name);
}
