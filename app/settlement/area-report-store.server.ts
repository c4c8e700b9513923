import { createHash } from "node:crypto";
import { boundsOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";

/** What a closed month says: sums over its frozen households, by the areas below. Fen as text, for JSON knows no bigint. */
export type AreaReportBody = {
  readonly areaCode: string;
  readonly period: Period;
  readonly classMapVersion: number;
  readonly lines: readonly { readonly kind: string; readonly fen: string; readonly source: string }[];
  readonly total: ReportFigures;
  readonly byClass: readonly { readonly incomeClass: string; readonly accruedFen: string; readonly paidFen: string }[];
  readonly parts: readonly (ReportFigures & { readonly code: string })[];
  readonly byStanding: readonly { readonly standing: string; readonly households: number; readonly people: number }[];
};

export type ReportFigures = {
  readonly households: number;
  readonly people: number;
  readonly earning: number;
  readonly accruedFen: string;
  readonly paidFen: string;
  readonly attributedFen: string;
  readonly declaredFen: string;
};

/**
 * The report of a close, worked out anew: heads, places and standings as they were frozen, money from the ledger itself.
 * Computed at closing and at any time later, it is the same text.
 */
export async function areaReportBody(db: Db, closeId: string): Promise<string> {
  const close = await db.periodClose.findUniqueOrThrow({
    where: { id: closeId },
    select: { scopeId: true, period: true },
  });
  const { scopeId, period } = close;
  const money = Prisma.sql`
    SELECT s.household_id, s.area_code, s.heads, s.standing,
      coalesce(m.accrued, 0) AS accrued, coalesce(m.paid, 0) AS paid, coalesce(m.attributed, 0) AS attributed, coalesce(d.net, 0) AS declared
    FROM household_snapshot s
    LEFT JOIN LATERAL (
      SELECT sum(f.accrued_fen) FILTER (WHERE f.income_class <> 'EXCLUDED') AS accrued,
        sum(f.paid_fen) FILTER (WHERE f.income_class <> 'EXCLUDED') AS paid, sum(f.attributed_fen) AS attributed
      FROM household_month_of(s.household_id, ${period}) f) m ON true
    LEFT JOIN LATERAL (
      SELECT sum(i.gross_fen - i.cost_fen) AS net FROM declared_income i CROSS JOIN LATERAL class_of(i.flow, i.period) k
      WHERE i.household_id = s.household_id AND i.period = ${period} AND i.state = 'APPROVED' AND k.income_class <> 'EXCLUDED') d ON true
    WHERE s.close_id = ${closeId}::uuid`;
  const figures = Prisma.sql`
    count(*)::int AS households, coalesce(sum(heads), 0)::int AS people, (count(*) FILTER (WHERE accrued <> 0 OR paid <> 0))::int AS earning,
    coalesce(sum(accrued), 0)::bigint::text AS "accruedFen", coalesce(sum(paid), 0)::bigint::text AS "paidFen",
    coalesce(sum(attributed), 0)::bigint::text AS "attributedFen", coalesce(sum(declared), 0)::bigint::text AS "declaredFen"`;
  const below = scopeId.length === 6 ? 9 : 12;
  const [total] = await db.$queryRaw<[ReportFigures]>`WITH money AS (${money}) SELECT ${figures} FROM money`;
  const parts = await db.$queryRaw<AreaReportBody["parts"]>`
    WITH money AS (${money}) SELECT left(area_code, ${below}::int) AS code, ${figures} FROM money GROUP BY 1 ORDER BY 1`;
  const byStanding = await db.$queryRaw<AreaReportBody["byStanding"]>`
    SELECT standing, count(*)::int AS households, sum(heads)::int AS people FROM household_snapshot
    WHERE close_id = ${closeId}::uuid GROUP BY standing ORDER BY standing`;
  const byClass = await db.$queryRaw<AreaReportBody["byClass"]>`
    SELECT f.income_class AS "incomeClass", sum(f.accrued_fen)::bigint::text AS "accruedFen", sum(f.paid_fen)::bigint::text AS "paidFen"
    FROM household_snapshot s CROSS JOIN LATERAL household_month_of(s.household_id, ${period}) f
    WHERE s.close_id = ${closeId}::uuid AND f.income_class <> 'ATTRIBUTED' GROUP BY 1 ORDER BY 1`;
  const lines = await db.$queryRaw<AreaReportBody["lines"]>`
    SELECT DISTINCT ON (kind) kind, fen_per_person::text AS fen, source FROM income_line
    WHERE year = ${Number(period.slice(0, 4))} AND ${scopeId} LIKE area_code || '%' ORDER BY kind, length(area_code) DESC`;
  const [map] = await db.$queryRaw<[{ version: number }]>`
    SELECT max(version)::int AS version FROM class_map WHERE valid_from <= ${period}`;
  const body: AreaReportBody = {
    areaCode: scopeId,
    period,
    classMapVersion: map.version,
    lines,
    total,
    byClass,
    parts,
    byStanding,
  };
  return JSON.stringify(body);
}

export function reportHash(body: string): string {
  return createHash("sha256").update(body, "utf8").digest("hex");
}

/** Entries booked later that are about the closed month: with them the report would read as restated. */
export type LateEntries = {
  readonly entries: number;
  readonly accruedFen: bigint;
  readonly paidFen: bigint;
  readonly declaredFen: bigint;
};

/** What later months hold about a closed one: events that happened in it, and declarations that name it. */
export async function lateEntries(db: Db, areaCode: string, period: Period): Promise<LateEntries> {
  const { from, to } = boundsOf(period);
  const [row] = await db.$queryRaw<[LateEntries]>`
    WITH late AS (
      SELECT p.journal_id,
        CASE WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN p.amount_fen
             WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END AS accrued,
        CASE WHEN p.destination LIKE 'bank:%' THEN p.amount_fen WHEN p.source LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END AS paid
      FROM journal j JOIN posting p ON p.journal_id = j.id JOIN household h ON h.id = p.household_id
      CROSS JOIN LATERAL class_of(p.flow, p.period) k
      WHERE j.period > ${period} AND j.occurred_at >= ${from} AND j.occurred_at < ${to} AND k.income_class <> 'EXCLUDED'
        AND ${withinAreas(Prisma.sql`h.area_code`, [areaCode])}
    ), declared AS (
      SELECT d.id, d.gross_fen - d.cost_fen AS net FROM declared_income d JOIN household h ON h.id = d.household_id
      CROSS JOIN LATERAL class_of(d.flow, d.period) k
      WHERE d.applies_to = ${period} AND d.state = 'APPROVED' AND k.income_class <> 'EXCLUDED'
        AND ${withinAreas(Prisma.sql`h.area_code`, [areaCode])}
    )
    SELECT ((SELECT count(DISTINCT journal_id) FROM late) + (SELECT count(*) FROM declared))::int AS entries,
      (SELECT coalesce(sum(accrued), 0) FROM late)::bigint AS "accruedFen",
      (SELECT coalesce(sum(paid), 0) FROM late)::bigint AS "paidFen",
      (SELECT coalesce(sum(net), 0) FROM declared)::bigint AS "declaredFen"`;
  return row;
}
