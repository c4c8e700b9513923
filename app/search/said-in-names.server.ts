import { Prisma } from "~/platform/db.server";

/**
 * That a listing says one of these words anywhere: in the names of the goods, the place or the seller, in both languages.
 * The key of its own title is answered by an index (`listing_search_key`); products, places and sellers are few, and
 * lead to their listings by theirs. A key only makes the shortlist: the names themselves decide.
 */
export function saying(meanings: readonly string[]): Prisma.Sql {
  const patterns = meanings.map((one) => `%${one.replace(/[\\%_]/g, "\\$&")}%`);
  const says = (names: Prisma.Sql) => Prisma.sql`concat_ws(' ', ${names}) ILIKE ANY (${patterns})`;
  return Prisma.sql`(
    (search_key(l.title || ' ' || l.title_en) LIKE ANY (ARRAY(
        SELECT '%' || search_key(word) || '%' FROM unnest(${[...meanings]}::text[]) word))
      AND ${says(Prisma.sql`l.title, l.title_en`)})
    OR l.product_id = ANY (ARRAY(SELECT id FROM product WHERE ${says(Prisma.sql`name, name_en, aliases`)}))
    OR l.area_code = ANY (ARRAY(SELECT code FROM area WHERE ${says(Prisma.sql`short_name, name_en`)}))
    OR l.seller_kind = 'COOPERATIVE' AND l.seller_id = ANY (ARRAY(
        SELECT id FROM cooperative WHERE ${says(Prisma.sql`name, name_en`)}))
    OR l.seller_kind = 'HOUSEHOLD' AND l.seller_id = ANY (ARRAY(
        SELECT id FROM household WHERE shop_name IS NOT NULL AND ${says(Prisma.sql`shop_name, shop_name_en`)})))`;
}
