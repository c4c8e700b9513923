import { createHash } from "node:crypto";
import { sum } from "~/kernel/money";
import { boundsOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { moneyOfMonth, type MonthMoney, type VillageMoney } from "./month-money-store.server";

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
 * The report of a close, worked out anew: heads, places and standings as they were frozen, lines as they had been
 * recorded, money from the ledger itself.
 * Computed at closing and at any time later, it is the same text.
 */
export async function areaReportBody(db: Db, closeId: string): Promise<string> {
  const [close] = await db.$queryRaw<[ClosedMonth & { readonly closedAt: Date; readonly sequence: number }]>`
    SELECT c.scope_id AS "areaCode", c.period, c.closed_at AS "closedAt", s.sequence FROM period_close c JOIN area_snapshot s ON s.close_id = c.id
    WHERE c.id = ${closeId}::uuid`;
  const { money } = await moneyOfMonth(db, close, "as frozen");
  const counts = await db.$queryRaw<FrozenCount[]>`
    SELECT area_code AS "areaCode", standing, count(*)::int AS households, sum(heads)::int AS heads
    FROM household_snapshot WHERE close_id = ${closeId}::uuid GROUP BY 1, 2`;
  return reportText(db, close, counts, money);
}

export type ClosedMonth = { readonly areaCode: string; readonly period: Period };

/** Households of a village that stood alike when the month was closed. */
export type FrozenCount = {
  readonly areaCode: string;
  readonly standing: string;
  readonly households: number;
  readonly heads: number;
};

/** The report in words that are hashed: the same figures are always the same text. */
export async function reportText(
  db: Db,
  { areaCode, period, closedAt }: ClosedMonth & { readonly closedAt: Date },
  counts: readonly FrozenCount[],
  money: MonthMoney["money"],
): Promise<string> {
  const lines = await db.$queryRaw<AreaReportBody["lines"]>`
    SELECT DISTINCT ON (kind) kind, fen_per_person::text AS fen, source FROM income_line
    WHERE year = ${Number(period.slice(0, 4))} AND ${areaCode} LIKE area_code || '%' AND recorded_at <= ${closedAt}
    ORDER BY kind, length(area_code) DESC, recorded_at DESC`;
  const [map] = await db.$queryRaw<[{ version: number }]>`
    SELECT max(version)::int AS version FROM class_map WHERE valid_from <= ${period}`;
  const digits = areaCode.length === 6 ? 9 : 12;
  const figures = (part: string): ReportFigures => ({
    ...headsOf(counts.filter((count) => count.areaCode.startsWith(part))),
    ...addedUp(money.villages.filter((village) => village.areaCode.startsWith(part))),
  });
  const body: AreaReportBody = {
    areaCode,
    period,
    classMapVersion: map.version,
    lines,
    total: figures(""),
    byClass: money.byClass,
    parts: names(counts.map((count) => count.areaCode.slice(0, digits))).map((code) => ({ code, ...figures(code) })),
    byStanding: names(counts.map(({ standing }) => standing)).map((standing) => ({
      standing,
      ...headsOf(counts.filter((count) => count.standing === standing)),
    })),
  };
  return JSON.stringify(body);
}

function headsOf(counts: readonly FrozenCount[]): Pick<ReportFigures, "households" | "people"> {
  return {
    households: counts.reduce((total, { households }) => total + households, 0),
    people: counts.reduce((total, { heads }) => total + heads, 0),
  };
}

function addedUp(villages: readonly VillageMoney[]): Omit<ReportFigures, "households" | "people"> {
  const text = (fen: (village: VillageMoney) => bigint) => String(sum(villages.map(fen)));
  return {
    earning: villages.reduce((total, { earning }) => total + earning, 0),
    accruedFen: text(({ accruedFen }) => accruedFen),
    paidFen: text(({ paidFen }) => paidFen),
    attributedFen: text(({ attributedFen }) => attributedFen),
    declaredFen: text(({ declaredFen }) => declaredFen),
  };
}

function names(all: readonly string[]): string[] {
  return [...new Set(all)].sort();
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
