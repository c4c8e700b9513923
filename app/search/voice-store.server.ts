import { maskName } from "~/households/masking";
import { shownVoices } from "~/households/shown-voice-store.server";
import { dayOf } from "~/kernel/period";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { Prisma, type Db } from "~/platform/db.server";

/** A household's words as everybody reads them: nothing in it leads back to the household. */
export type ShownVoice = {
  readonly words: string;
  /** "" when nobody wrote it in English */
  readonly wordsEn: string;
  /** "张**" where the household lets its family name be shown */
  readonly family: string | null;
  readonly villageName: string;
  readonly villageNameEn: string;
  readonly productName: string | null;
  readonly productNameEn: string | null;
  /** the month it was said in */
  readonly month: string;
  readonly photo: {
    readonly id: string;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
    readonly color: string;
  } | null;
};

const MOST_OF_A_VILLAGE = 5;

type Row = Omit<ShownVoice, "family"> & { readonly headName: string | null };

/** What a page shows of the voices in the subselect `seen`, with the area, product and picture beside each. */
const SHOWN = Prisma.sql`
  seen.words, seen.words_en AS "wordsEn", seen.head_name AS "headName", a.short_name AS "villageName",
  a.name_en AS "villageNameEn", p.name AS "productName", p.name_en AS "productNameEn",
  to_char(seen.written_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month,
  CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height,
    'color', m.dominant_color) END AS photo`;
const BESIDE = Prisma.sql`
  JOIN area a ON a.code = seen.area_code
  LEFT JOIN product p ON p.id = seen.product_id
  LEFT JOIN media m ON m.id = seen.media_id`;

/** What a village's households say, newest first, a handful. */
export async function villageVoices(db: Db, areaCode: string, now: Date): Promise<ShownVoice[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${SHOWN} FROM (${shownVoices(dayOf(now), Prisma.sql`h.area_code = ${areaCode}`)}) seen ${BESIDE}
    ORDER BY seen.decided_at DESC, seen.id LIMIT ${MOST_OF_A_VILLAGE}::int`;
  return rows.map(masked);
}

/** `inLot`: of a household behind the goods on sale, among enough others. */
export type ListingVoice = ShownVoice & { readonly inLot: boolean };

/** The one voice a product's page shows; nothing for most of them. */
export async function listingVoice(db: Db, listingId: string, now: Date): Promise<ListingVoice | undefined> {
  const [row] = await db.$queryRaw<(Row & { inLot: boolean })[]>`
    SELECT ${SHOWN}, seen.in_lot AS "inLot"
    FROM listing l JOIN LATERAL (${voiceOfListing(dayOf(now))}) seen ON true ${BESIDE}
    WHERE l.id = ${listingId}::uuid`;
  return row && masked(row);
}

export type ShownAt = { readonly slug: string; readonly title: string };

/** The products' pages on which a household's voice is shown now: for the household itself and its officials. */
export function pagesOfVoice(db: Db, householdId: string, now: Date): Promise<ShownAt[]> {
  return db.$queryRaw<ShownAt[]>`
    SELECT l.slug, l.title FROM household h
    JOIN listing l ON l.status = 'PUBLISHED' AND (l.area_code = h.area_code OR EXISTS (SELECT FROM listing_lot ll
      JOIN lot_composition c ON c.lot_id = ll.lot_id AND c.household_id = h.id
      WHERE ll.listing_id = l.id AND ll.removed_at IS NULL))
    JOIN LATERAL (${voiceOfListing(dayOf(now))}) seen ON seen.household_id = h.id
    WHERE h.id = ${householdId}::uuid ORDER BY l.title, l.id`;
}

/**
 * The voice that the page of listing `l` shows: of a household behind a lot now on sale, else of its village; about this very
 * product rather than about the household's work as a whole; the newest. Who stands behind a lot decides nothing, and is not
 * told, where fewer than five do.
 */
function voiceOfListing(today: string): Prisma.Sql {
  const fits = Prisma.sql`(v.product_id IS NULL OR v.product_id = l.product_id) AND v.household_id IN (
    SELECT near.id FROM household near WHERE near.area_code = l.area_code UNION SELECT household_id FROM behind)`;
  return Prisma.sql`
    WITH behind AS (
      SELECT DISTINCT c.household_id FROM lot_composition c WHERE c.household_id IS NOT NULL AND c.lot_id IN (
        SELECT lot.id FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id JOIN lot_composition among ON among.lot_id = lot.id
        WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND l.preorder_id IS NULL AND lot.status = 'SEALED'
          AND lot.available > 0 AND lot.expires_on >= ${today}::date
        GROUP BY lot.id HAVING count(DISTINCT among.household_id) >= ${SMALLEST_PUBLIC_COUNT}::int))
    SELECT one.*, one.household_id IN (SELECT household_id FROM behind) AS in_lot
    FROM (${shownVoices(today, fits)}) one
    ORDER BY in_lot DESC, one.product_id IS NOT NULL DESC, one.decided_at DESC, one.id LIMIT 1`;
}

function masked<Read extends Row>({
  headName,
  ...row
}: Read): Omit<Read, "headName"> & { readonly family: string | null } {
  return { ...row, family: headName === null ? null : maskName(headName) };
}
