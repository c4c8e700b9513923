import { createHash } from "node:crypto";
import { ACCRUED, ATTRIBUTED, classesIn, PAID } from "~/benefits/income-sql.server";
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
  // The month of every frozen household out of the ledger, once: everything below is a sum over it.
  const months = Prisma.sql`
    SELECT s.household_id, s.area_code, s.heads, f.income_class, f.accrued, f.paid, f.attributed
    FROM household_snapshot s LEFT JOIN (${monthsOf(closeId, period)}) f ON f.household_id = s.household_id
    WHERE s.close_id = ${closeId}::uuid`;
  const money = Prisma.sql`
    SELECT m.household_id, left(m.area_code, ${scopeId.length === 6 ? 9 : 12}::int) AS part, m.heads,
      coalesce(sum(m.accrued) FILTER (WHERE m.income_class <> 'EXCLUDED'), 0) AS accrued,
      coalesce(sum(m.paid) FILTER (WHERE m.income_class <> 'EXCLUDED'), 0) AS paid, coalesce(sum(m.attributed), 0) AS attributed,
      coalesce(d.net, 0) AS declared
    FROM months m LEFT JOIN (
      SELECT i.household_id, sum(i.gross_fen - i.cost_fen) AS net FROM declared_income i CROSS JOIN LATERAL class_of(i.flow, i.period) k
      WHERE i.period = ${period} AND i.state = 'APPROVED' AND k.income_class <> 'EXCLUDED' GROUP BY 1) d ON d.household_id = m.household_id
    GROUP BY m.household_id, m.area_code, m.heads, d.net`;
  const sums = await db.$queryRaw<
    (ReportFigures & ClassSums & { readonly kind: "TOTAL" | "PART" | "CLASS"; readonly code: string | null })[]
  >`
    WITH months AS MATERIALIZED (${months}), money AS MATERIALIZED (${money})
    SELECT CASE grouping(part) WHEN 1 THEN 'TOTAL' ELSE 'PART' END AS kind, part AS code, NULL AS "incomeClass", count(*)::int AS households,
      coalesce(sum(heads), 0)::int AS people, (count(*) FILTER (WHERE accrued <> 0 OR paid <> 0))::int AS earning,
      coalesce(sum(accrued), 0)::bigint::text AS "accruedFen", coalesce(sum(paid), 0)::bigint::text AS "paidFen",
      coalesce(sum(attributed), 0)::bigint::text AS "attributedFen", coalesce(sum(declared), 0)::bigint::text AS "declaredFen"
    FROM money GROUP BY GROUPING SETS ((part), ())
    UNION ALL
    SELECT 'CLASS', NULL, income_class, 0, 0, 0, sum(accrued)::bigint::text, sum(paid)::bigint::text, '0', '0'
    FROM months WHERE income_class <> 'ATTRIBUTED' GROUP BY income_class
    ORDER BY 2, 3`;
  const [total] = sums.filter(({ kind }) => kind === "TOTAL").map(figuresOf);
  if (!total) throw new Error("an aggregate without a row");
  const parts = sums.flatMap((row) =>
    row.kind === "PART" && row.code !== null ? [{ code: row.code, ...figuresOf(row) }] : [],
  );
  const byClass = sums.flatMap(({ kind, incomeClass, accruedFen, paidFen }) =>
    kind === "CLASS" && incomeClass !== null ? [{ incomeClass, accruedFen, paidFen }] : [],
  );
  const byStanding = await db.$queryRaw<AreaReportBody["byStanding"]>`
    SELECT standing, count(*)::int AS households, sum(heads)::int AS people FROM household_snapshot
    WHERE close_id = ${closeId}::uuid GROUP BY standing ORDER BY standing`;
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

type ClassSums = { readonly incomeClass: string | null };

/** What the postings and attributions of a month say of each household and class. */
function monthsOf(closeId: string, period: Period): Prisma.Sql {
  const frozen = Prisma.sql`SELECT household_id FROM household_snapshot WHERE close_id = ${closeId}::uuid`;
  return Prisma.sql`
    SELECT p.household_id, k.income_class, sum(${ACCRUED}) AS accrued, sum(${PAID}) AS paid, 0 AS attributed
    FROM posting p JOIN (${frozen}) z ON z.household_id = p.household_id JOIN ${classesIn(period)} k ON k.flow = p.flow
    WHERE p.period = ${period} GROUP BY 1, 2
    UNION ALL
    SELECT a.household_id, 'ATTRIBUTED', 0, 0, sum(${ATTRIBUTED})
    FROM attribution a JOIN (${frozen}) z ON z.household_id = a.household_id WHERE a.period = ${period} GROUP BY 1`;
}

function figuresOf(row: ReportFigures): ReportFigures {
  const { households, people, earning, accruedFen, paidFen, attributedFen, declaredFen } = row;
  return { households, people, earning, accruedFen, paidFen, attributedFen, declaredFen };
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

/** What later months hold about a closed one: events that happened in it, reversals of its entries, and declarations that name it. */
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
      WHERE j.period > ${period} AND k.income_class <> 'EXCLUDED'
        AND ((j.occurred_at >= ${from} AND j.occurred_at < ${to})
          OR EXISTS (SELECT FROM journal o WHERE o.id = j.reverses_id AND o.period = ${period}))
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
