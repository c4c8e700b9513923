import type { IncomeScope } from "~/benefits/region-income-store.server";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { yearAndMonth } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";

type Scope = IncomeScope & { readonly areaCode: string };

export type CollectiveVillage = {
  readonly code: string;
  readonly name: string;
  /** the village's part of what its households sold */
  readonly shareFen: bigint;
  /** what the collective sold itself */
  readonly ownFen: bigint;
  /** of the target that holds for this village in the year; null without one */
  readonly goalFen: bigint | null;
};

/**
 * 村集体收入: what entered the accounts of each village and of its collective, refunds taken off; payments are not it. Every
 * village with households stands here, for a goal is missed by the one that earned nothing.
 */
export async function collectiveVillages(db: Db, scope: Scope): Promise<CollectiveVillage[]> {
  return db.$queryRaw<CollectiveVillage[]>`
    WITH ${moved(scope)}
    SELECT place.code, place.name, coalesce(sum(m.fen) FILTER (WHERE NOT m.own), 0)::bigint AS "shareFen",
      coalesce(sum(m.fen) FILTER (WHERE m.own), 0)::bigint AS "ownFen", (
        SELECT t.goal FROM area_target t WHERE t.key = 'COLLECTIVE_INCOME' AND t.year <= ${yearAndMonth(scope.to).year}
          AND place.code LIKE t.area_code || '%' ORDER BY t.year DESC, length(t.area_code) DESC LIMIT 1) AS "goalFen"
    FROM place LEFT JOIN moved m ON m.code = place.code
    GROUP BY place.code, place.name ORDER BY place.code`;
}

export type CollectiveEntry = {
  readonly journalId: string;
  readonly position: number;
  readonly occurredAt: Date;
  readonly kind: string;
  readonly own: boolean;
  readonly title: string | null;
  readonly orderNumber: string | null;
  readonly fen: bigint;
};

/** What stands behind a village's figure, the newest first, and the sum of all of it. */
export async function collectiveEntries(
  db: Db,
  scope: Scope,
  page: PageRequest,
): Promise<Page<CollectiveEntry> & { readonly fen: bigint }> {
  const [whole] = await db.$queryRaw<[{ total: number; fen: bigint }]>`
    WITH ${moved(scope)} SELECT count(*)::int AS total, coalesce(sum(fen), 0)::bigint AS fen FROM moved`;
  const rows = await db.$queryRaw<CollectiveEntry[]>`
    WITH ${moved(scope)}
    SELECT m.journal_id AS "journalId", m.position, j.occurred_at AS "occurredAt", j.kind, m.own,
      l.title || ' ' || l.variant_name || ' ×' || l.quantity AS title, o.number AS "orderNumber", m.fen
    FROM moved m JOIN journal j ON j.id = m.journal_id
    LEFT JOIN order_line l ON l.id = m.order_line_id LEFT JOIN customer_order o ON o.id = l.order_id
    ORDER BY j.occurred_at DESC, m.journal_id, m.position LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`;
  return { rows, ...whole, ...page };
}

/** The villages of the scope, and every posting into or out of what they may be paid, but for the payments themselves. */
function moved({ areaPrefixes, areaCode, from, to }: Scope): Prisma.Sql {
  const code = Prisma.sql`a.code`;
  const rows = (side: Prisma.Sql, other: Prisma.Sql, fen: Prisma.Sql) => Prisma.sql`
    SELECT a.code, a.own, p.journal_id, p.position, p.order_line_id, ${fen} AS fen
    FROM account a JOIN posting p ON ${side} = a.name AND ${side} LIKE '%:payable'
    WHERE ${other} NOT LIKE 'bank:%' AND p.period BETWEEN ${from} AND ${to}`;
  return Prisma.sql`
    place AS (
      SELECT a.code, a.name FROM area a
      WHERE a.level = 'VILLAGE' AND ${withinAreas(code, areaPrefixes)} AND ${withinAreas(code, [areaCode])}
        AND EXISTS (SELECT FROM household h WHERE h.area_code = a.code)),
    account AS (
      SELECT code, 'village:' || code || ':payable' AS name, false AS own FROM place
      UNION ALL SELECT place.code, 'cooperative:' || c.id || ':payable', true
      FROM cooperative c JOIN place ON place.code = c.area_code WHERE c.kind = 'VILLAGE_COLLECTIVE'),
    moved AS (
      ${rows(Prisma.sql`p.destination`, Prisma.sql`p.source`, Prisma.sql`p.amount_fen`)}
      UNION ALL ${rows(Prisma.sql`p.source`, Prisma.sql`p.destination`, Prisma.sql`-p.amount_fen`)})`;
}
