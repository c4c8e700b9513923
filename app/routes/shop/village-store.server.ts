import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import type { ShownPhoto } from "./photo-caption";
import { totalBesideMonths } from "./village-total";

export type VillageFigures = {
  readonly households: number | null;
  /** 带动销售额: what its households stood behind; information, never added to income */
  readonly salesFen: Fen | null;
  readonly householdsFen: Fen | null;
  /** months of few households are not in it, because it stands beside the others */
  readonly leftOut: boolean;
  /** half of the households received as much at most */
  readonly medianFen: Fen | null;
  readonly months: readonly {
    readonly period: string;
    readonly householdsFen: Fen | null;
    readonly households: number | null;
  }[];
};

export type VillageHead = {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  /** from the province down to the township */
  readonly above: readonly { readonly name: string; readonly nameEn: string }[];
};

export async function villageHead(db: Db, code: string): Promise<VillageHead | undefined> {
  const [row] = await db.$queryRaw<VillageHead[]>`
    SELECT a.code, a.short_name AS name, a.name_en AS "nameEn",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'nameEn', u.name_en) ORDER BY length(u.code)), '[]')
        FROM area u WHERE u.code IN (left(a.code, 2), left(a.code, 4), left(a.code, 6), left(a.code, 9))) AS above
    FROM area a WHERE a.code = ${code} AND a.level = 'VILLAGE'`;
  return row;
}

/** The newest picture of what the village has on sale, with what it shows, whose it is and since when (a drawing has no day). */
export async function villagePhoto(db: Db, code: string): Promise<ShownPhoto | undefined> {
  const [row] = await db.$queryRaw<ShownPhoto[]>`
    SELECT m.id, m.alt, m.alt_en AS "altEn", m.credit, m.dominant_color AS color,
      CASE WHEN m.kind = 'LISTING_PHOTO' THEN to_char(m.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') END AS "addedOn"
    FROM listing l
    JOIN listing_photo ph ON ph.listing_id = l.id JOIN media m ON m.id = ph.media_id AND m.public
    WHERE l.area_code = ${code} AND l.status = 'PUBLISHED'
    ORDER BY (m.kind = 'LISTING_PHOTO') DESC, m.created_at DESC, m.id LIMIT 1`;
  return row;
}

/**
 * What sales gave the village's households in twelve months, from postings; every figure behind which fewer than five
 * households stand is left out.
 */
export async function villageFigures(db: Db, code: string, since: string): Promise<VillageFigures> {
  const months = await db.$queryRaw<{ period: string | null; households: number; fen: Fen }[]>`
    SELECT p.period, count(DISTINCT p.household_id)::int AS households,
      (coalesce(sum(p.amount_fen) FILTER (WHERE p.source LIKE 'order:%'), 0)
       - coalesce(sum(p.amount_fen) FILTER (WHERE p.destination LIKE 'order:%'), 0))::bigint AS fen
    FROM posting p JOIN household h ON h.id = p.household_id
    WHERE h.area_code = ${code} AND p.part = 'HOUSEHOLD' AND p.period >= ${since}
      AND (p.source LIKE 'order:%' OR p.destination LIKE 'order:%')
    GROUP BY GROUPING SETS ((p.period), ()) ORDER BY p.period`;
  const [middle] = await db.$queryRaw<{ fen: Fen | null }[]>`
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY given.fen) AS fen FROM (
      SELECT (coalesce(sum(p.amount_fen) FILTER (WHERE p.source LIKE 'order:%'), 0)
        - coalesce(sum(p.amount_fen) FILTER (WHERE p.destination LIKE 'order:%'), 0))::bigint AS fen
      FROM posting p JOIN household h ON h.id = p.household_id
      WHERE h.area_code = ${code} AND p.part = 'HOUSEHOLD' AND p.period >= ${since}
        AND (p.source LIKE 'order:%' OR p.destination LIKE 'order:%')
      GROUP BY p.household_id) given`;
  const [sales] = await db.$queryRaw<{ households: number; fen: Fen }[]>`
    SELECT count(DISTINCT t.household_id)::int AS households,
      coalesce(sum(CASE t.kind WHEN 'SALE' THEN t.amount_fen ELSE -t.amount_fen END), 0)::bigint AS fen
    FROM attribution t JOIN household h ON h.id = t.household_id
    WHERE h.area_code = ${code} AND t.period >= ${since}`;
  const total = months.find((row) => row.period === null);
  const beside = totalBesideMonths(
    months.filter((row) => row.period !== null),
    total ?? { households: 0, fen: 0n },
  );
  return {
    households: published(total?.households, total?.households),
    householdsFen: beside.fen,
    leftOut: beside.leftOut,
    medianFen: published(middle?.fen ?? undefined, total?.households),
    salesFen: published(sales?.fen, sales?.households),
    months: months.flatMap((row) =>
      row.period === null
        ? []
        : [
            {
              period: row.period,
              householdsFen: published(row.fen, row.households),
              households: published(row.households, row.households),
            },
          ],
    ),
  };
}

function published<Figure>(figure: Figure | undefined, households: number | undefined): Figure | null {
  return figure === undefined || (households ?? 0) < SMALLEST_PUBLIC_COUNT ? null : figure;
}
