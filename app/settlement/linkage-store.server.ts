import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Flow } from "~/benefits/flow";
import { ACCRUED, PAID } from "~/benefits/income-sql.server";
import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin } from "~/regions/within-areas.server";
import type { Led, LinkageFilter } from "./linkage-filter";

export type LinkageRow = {
  readonly cooperativeId: string;
  readonly cooperative: string;
  readonly householdId: string;
  readonly number: string;
  readonly headName: string;
  readonly village: string;
  /** null: nothing came of it in these months */
  readonly flow: Flow | null;
  /** since when there is an agreement of this kind; null when it is practised without one */
  readonly agreedOn: Date | null;
  readonly member: boolean;
  readonly accruedFen: bigint;
  readonly paidFen: bigint;
};

/**
 * Who was led by whom in which way, from the ledger: a row a cooperative, household and linkage. Asked for members or for those
 * with an agreement, whoever had nothing by the cooperative stands there with a row of nothing.
 */
export function linkageRows(filter: LinkageFilter): Prisma.Sql {
  return inOrder(Prisma.sql`(${pairs(filter)})`);
}

/** What came of a cooperative for a household by each linkage: cooperative_id, household_id, flow, accrued, paid. */
function pairs(filter: LinkageFilter): Prisma.Sql {
  const within = areaWithin(filter.prefixes, filter.areaCode);
  const inside = within(Prisma.sql`h.area_code`);
  const one = (column: Prisma.Sql) =>
    filter.cooperativeId === undefined ? Prisma.empty : Prisma.sql`AND ${column} = ${filter.cooperativeId}::uuid`;
  return Prisma.sql`
    WITH earned AS (
      SELECT p.cooperative_id, p.household_id, p.flow, sum(${ACCRUED}) AS accrued, sum(${PAID}) AS paid
      FROM household h JOIN posting p ON p.household_id = h.id
      WHERE ${inside} AND p.period BETWEEN ${filter.from} AND ${filter.to} ${one(Prisma.sql`p.cooperative_id`)}
      GROUP BY 1, 2, 3 HAVING sum(${ACCRUED}) <> 0 OR sum(${PAID}) <> 0),
    led AS (${ledBy(filter.who)})
    SELECT l.cooperative_id, l.household_id, e.flow, coalesce(e.accrued, 0)::bigint AS accrued, coalesce(e.paid, 0)::bigint AS paid
    FROM led l JOIN household h ON h.id = l.household_id JOIN cooperative c ON c.id = l.cooperative_id
    LEFT JOIN earned e ON e.cooperative_id = l.cooperative_id AND e.household_id = l.household_id
    WHERE ${inside} ${one(Prisma.sql`l.cooperative_id`)}`;
}

/** The pairs with their names, by cooperative and archive number. */
function inOrder(from: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT c.id AS "cooperativeId", c.name AS cooperative, h.id AS "householdId", h.number, h.head_name AS "headName",
      a.short_name AS village, l.flow, (
        SELECT min(g.starts_on) FROM linkage_agreement g WHERE g.cooperative_id = c.id AND g.household_id = h.id
          AND (l.flow IS NULL OR g.flow = l.flow)) AS "agreedOn",
      EXISTS (SELECT FROM membership m WHERE m.cooperative_id = c.id AND m.household_id = h.id AND m.left_on IS NULL) AS member,
      l.accrued AS "accruedFen", l.paid AS "paidFen"
    FROM ${from} l JOIN household h ON h.id = l.household_id JOIN area a ON a.code = h.area_code
    JOIN cooperative c ON c.id = l.cooperative_id
    ORDER BY c.name, c.id, h.number, l.flow`;
}

function ledBy(who: Led | undefined): Prisma.Sql {
  switch (who) {
    case undefined:
      return Prisma.sql`SELECT DISTINCT cooperative_id, household_id FROM earned`;
    case "paid":
      return Prisma.sql`SELECT cooperative_id, household_id FROM earned GROUP BY 1, 2 HAVING sum(paid) > 0`;
    case "members":
      return Prisma.sql`SELECT DISTINCT cooperative_id, household_id FROM membership WHERE left_on IS NULL`;
    case "agreements":
      return Prisma.sql`SELECT DISTINCT cooperative_id, household_id FROM linkage_agreement`;
  }
}

export type LinkageTotals = {
  readonly rows: number;
  readonly households: number;
  readonly accruedFen: bigint;
  readonly paidFen: bigint;
};

function totalsOf(from: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*)::int AS rows, count(DISTINCT l.household_id)::int AS households,
      coalesce(sum(l.accrued), 0)::bigint AS "accruedFen", coalesce(sum(l.paid), 0)::bigint AS "paidFen"
    FROM ${from} l`;
}

export async function linkageTotals(db: Db, filter: LinkageFilter): Promise<LinkageTotals> {
  const [row] = await db.$queryRaw<[LinkageTotals]>`${totalsOf(Prisma.sql`(${pairs(filter)})`)}`;
  return row;
}

/** A page of the ledger and the sums of all of it: one statement, for which the area's months are summed once. */
export async function linkagePage(
  db: Db,
  filter: LinkageFilter,
  page: PageRequest,
): Promise<{ readonly totals: LinkageTotals; readonly page: Page<LinkageRow> }> {
  const pair = Prisma.sql`pair`;
  const read = await db.$queryRaw<[WithSums, ...WithSums[]]>`
    WITH pair AS MATERIALIZED (${pairs(filter)}), total AS (${totalsOf(pair)})
    SELECT json_build_object('rows', total.rows, 'households', total.households, 'accruedFen', total."accruedFen"::text,
      'paidFen', total."paidFen"::text) AS all, row.*
    FROM total LEFT JOIN (
      SELECT true AS "isRow", listed.* FROM (
        ${inOrder(pair)} LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int) listed) row ON true
    ORDER BY row.cooperative, row."cooperativeId", row.number, row.flow`;
  const [{ all }] = read;
  return {
    totals: { ...all, accruedFen: BigInt(all.accruedFen), paidFen: BigInt(all.paidFen) },
    page: { rows: read.flatMap(({ isRow, all: _, ...row }) => (isRow ? [row] : [])), total: all.rows, ...page },
  };
}

/** Beside each row the sums of all, amounts as text; alone where a page has no row. */
type WithSums = LinkageRow & {
  readonly isRow: true | null;
  readonly all: {
    readonly rows: number;
    readonly households: number;
    readonly accruedFen: string;
    readonly paidFen: string;
  };
};

export type CooperativePerformance = {
  readonly id: string;
  readonly name: string;
  readonly declared: number;
  /** where it declared that; null for who was on the platform before applications were */
  readonly applicationId: string | null;
  readonly members: number;
  readonly agreements: number;
  readonly paid: number;
  readonly paidFen: bigint;
  readonly accruedFen: bigint;
};

/** What cooperatives declare to lead against whom they paid, members and agreements: all but the declaration of the area. */
export function performanceRows(filter: LinkageFilter): Prisma.Sql {
  const within = areaWithin(filter.prefixes, filter.areaCode);
  const inside = within(Prisma.sql`h.area_code`);
  return Prisma.sql`
    WITH earned AS (
      SELECT p.cooperative_id, p.household_id, sum(${PAID}) AS paid, sum(${ACCRUED}) AS accrued
      FROM household h JOIN posting p ON p.household_id = h.id
      WHERE ${inside} AND p.period BETWEEN ${filter.from} AND ${filter.to} GROUP BY 1, 2)
    SELECT c.id, c.name, c.declared_households AS declared,
      (SELECT a.id FROM seller_application a WHERE a.seller_kind = 'COOPERATIVE' AND a.seller_id = c.id
        AND ${within(Prisma.sql`a.area_code`)} ORDER BY a.decided_at DESC LIMIT 1) AS "applicationId",
      (SELECT count(DISTINCT m.household_id) FROM membership m JOIN household h ON h.id = m.household_id
        WHERE m.cooperative_id = c.id AND m.left_on IS NULL AND ${inside})::int AS members,
      (SELECT count(DISTINCT g.household_id) FROM linkage_agreement g JOIN household h ON h.id = g.household_id
        WHERE g.cooperative_id = c.id AND ${inside})::int AS agreements,
      (count(e.household_id) FILTER (WHERE e.paid > 0))::int AS paid, coalesce(sum(e.paid), 0)::bigint AS "paidFen",
      coalesce(sum(e.accrued), 0)::bigint AS "accruedFen"
    FROM cooperative c LEFT JOIN earned e ON e.cooperative_id = c.id
    WHERE c.status = 'APPROVED' AND (e.household_id IS NOT NULL OR ${within(Prisma.sql`c.area_code`)})
    GROUP BY c.id ORDER BY c.name, c.id`;
}
