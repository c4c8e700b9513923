import { keptOrNow, paidByCooperatives, type Reading } from "~/benefits/income-sql.server";
import type { IncomeScope } from "~/benefits/region-income-store.server";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin } from "~/regions/within-areas.server";

export type LinkageClaim = {
  readonly id: string;
  readonly name: string;
  /** 带动户数 as the cooperative declared it */
  readonly declared: number;
  /** of the area */
  readonly members: number;
  /** households of the area that it in fact paid, or that were paid for what it sold */
  readonly paid: number;
  readonly paidFen: bigint;
};

/** Declared against paid: every cooperative at home in the area, or that paid somebody in it. */
export async function linkageClaims(
  db: Db,
  scope: IncomeScope & { readonly areaCode: string },
): Promise<LinkageClaim[]> {
  const within = areaWithin(scope.areaPrefixes, scope.areaCode);
  const home = within(Prisma.sql`h.area_code`);
  const claims = (reading: Reading) => Prisma.sql`
    WITH paid AS (
      SELECT cooperative_id, count(*)::int AS households, sum(fen)::bigint AS fen
      FROM ${paidByCooperatives(within, scope, reading)} p WHERE fen > 0 GROUP BY 1
    )
    SELECT c.id, c.name, c.declared_households AS declared,
      (SELECT count(DISTINCT m.household_id) FROM membership m JOIN household h ON h.id = m.household_id
        WHERE m.cooperative_id = c.id AND m.left_on IS NULL AND ${home})::int AS members,
      coalesce(paid.households, 0) AS paid, coalesce(paid.fen, 0) AS "paidFen"
    FROM cooperative c LEFT JOIN paid ON paid.cooperative_id = c.id
    WHERE c.status = 'APPROVED' AND (paid.cooperative_id IS NOT NULL OR ${within(Prisma.sql`c.area_code`)})`;
  return keptOrNow<LinkageClaim>(db, within, claims, Prisma.sql`paid DESC, name`);
}

export type TargetRow = { readonly key: string; readonly goal: bigint; readonly source: string; readonly year: number };

/** The targets that hold for an area in a year: of each kind the most local one. */
export async function targetsFor(db: Db, areaCode: string, year: number): Promise<TargetRow[]> {
  return db.$queryRaw<TargetRow[]>`
    SELECT DISTINCT ON (key) key, goal, source, year FROM area_target
    WHERE ${areaCode} LIKE area_code || '%' AND year = (
      SELECT max(t.year) FROM area_target t WHERE t.key = area_target.key AND ${areaCode} LIKE t.area_code || '%' AND t.year <= ${year})
    ORDER BY key, length(area_code) DESC`;
}

export type SetTarget = TargetRow & { readonly areaCode: string; readonly areaName: string | null };

/** Every target set in the scope's areas or above them, the newest year first. */
export async function allTargets(db: Db, areaPrefixes: readonly string[]): Promise<SetTarget[]> {
  return db.$queryRaw<SetTarget[]>`
    SELECT t.area_code AS "areaCode", a.name AS "areaName", t.key, t.goal, t.source, t.year
    FROM area_target t LEFT JOIN area a ON a.code = t.area_code
    WHERE EXISTS (SELECT FROM unnest(${[...areaPrefixes]}::text[]) AS s(prefix)
      WHERE t.area_code LIKE s.prefix || '%' OR s.prefix LIKE t.area_code || '%')
    ORDER BY t.year DESC, length(t.area_code), t.area_code, t.key`;
}

/** Whether a posting is on an account of the household: the address of an entry names both. */
export async function isEntryOf(db: Db, householdId: string, journalId: string, position: number): Promise<boolean> {
  const found = await db.posting.count({ where: { journalId, position, householdId } });
  return found === 1;
}

/** Whether the household stood behind the sold line. */
export async function isLineOf(db: Db, householdId: string, orderLineId: string): Promise<boolean> {
  const found = await db.attribution.findFirst({ where: { orderLineId, householdId }, select: { orderLineId: true } });
  return found !== null;
}

export type AttributedLine = {
  readonly orderLineId: string;
  readonly title: string;
  readonly orderNumber: string;
  readonly kind: string;
  readonly amountFen: bigint;
  readonly occurredAt: Date;
};

/** What stood behind a month's attributed sales of a household: sold lines, and what refunds took back. */
export async function attributedLines(db: Db, householdId: string, period: Period): Promise<AttributedLine[]> {
  return db.$queryRaw<AttributedLine[]>`
    SELECT a.order_line_id AS "orderLineId", l.title || ' ' || l.variant_name || ' ×' || l.quantity AS title,
      o.number AS "orderNumber", a.kind, sum(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END)::bigint AS "amountFen",
      j.occurred_at AS "occurredAt"
    FROM attribution a
    JOIN journal j ON j.id = a.journal_id
    JOIN order_line l ON l.id = a.order_line_id
    JOIN customer_order o ON o.id = l.order_id
    WHERE a.household_id = ${householdId}::uuid AND a.period = ${period}
    GROUP BY a.journal_id, a.order_line_id, a.kind, l.title, l.variant_name, l.quantity, o.number, j.occurred_at
    ORDER BY j.occurred_at, a.order_line_id`;
}

/** What a payout beside sales rests on: wages, rent, dividends. */
export async function payoutOf(
  db: Db,
  payoutId: string,
): Promise<{ readonly basis: string; readonly amountFen: bigint; readonly period: Period } | undefined> {
  const payout = await db.payout.findUnique({
    where: { id: payoutId },
    select: { basis: true, amountFen: true, period: true },
  });
  return payout ?? undefined;
}
