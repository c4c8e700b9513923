import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Flow } from "~/benefits/flow";
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
  const within = areaWithin(filter.prefixes, filter.areaCode);
  const inside = within(Prisma.sql`h.area_code`);
  const one = (column: Prisma.Sql) =>
    filter.cooperativeId === undefined ? Prisma.empty : Prisma.sql`AND ${column} = ${filter.cooperativeId}::uuid`;
  return Prisma.sql`
    WITH earned AS (
      SELECT i.cooperative_id, i.household_id, i.flow, sum(i.accrued_fen) AS accrued, sum(i.paid_fen) AS paid
      FROM household_income i JOIN household h ON h.id = i.household_id
      WHERE ${inside} AND i.period BETWEEN ${filter.from} AND ${filter.to} ${one(Prisma.sql`i.cooperative_id`)}
      GROUP BY 1, 2, 3 HAVING sum(i.accrued_fen) <> 0 OR sum(i.paid_fen) <> 0),
    led AS (${ledBy(filter.who)})
    SELECT c.id AS "cooperativeId", c.name AS cooperative, h.id AS "householdId", h.number, h.head_name AS "headName",
      a.short_name AS village, e.flow, (
        SELECT min(g.starts_on) FROM linkage_agreement g WHERE g.cooperative_id = c.id AND g.household_id = h.id
          AND (e.flow IS NULL OR g.flow = e.flow)) AS "agreedOn",
      EXISTS (SELECT FROM membership m WHERE m.cooperative_id = c.id AND m.household_id = h.id AND m.left_on IS NULL) AS member,
      coalesce(e.accrued, 0)::bigint AS "accruedFen", coalesce(e.paid, 0)::bigint AS "paidFen"
    FROM led l JOIN household h ON h.id = l.household_id JOIN area a ON a.code = h.area_code
    JOIN cooperative c ON c.id = l.cooperative_id
    LEFT JOIN earned e ON e.cooperative_id = l.cooperative_id AND e.household_id = l.household_id
    WHERE ${inside} ${one(Prisma.sql`l.cooperative_id`)}
    ORDER BY c.name, c.id, h.number, e.flow`;
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

export async function linkageTotals(db: Db, filter: LinkageFilter): Promise<LinkageTotals> {
  const [row] = await db.$queryRaw<[LinkageTotals]>`
    SELECT count(*)::int AS rows, count(DISTINCT l."householdId")::int AS households,
      coalesce(sum(l."accruedFen"), 0)::bigint AS "accruedFen", coalesce(sum(l."paidFen"), 0)::bigint AS "paidFen"
    FROM (${linkageRows(filter)}) l`;
  return row;
}

export async function linkagePage(db: Db, filter: LinkageFilter, page: PageRequest): Promise<Page<LinkageRow>> {
  const { rows: total } = await linkageTotals(db, filter);
  const rows = await db.$queryRaw<LinkageRow[]>`
    ${linkageRows(filter)} LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`;
  return { rows, total, ...page };
}

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
      SELECT i.cooperative_id, i.household_id, sum(i.paid_fen) AS paid, sum(i.accrued_fen) AS accrued
      FROM household_income i JOIN household h ON h.id = i.household_id
      WHERE ${inside} AND i.period BETWEEN ${filter.from} AND ${filter.to} GROUP BY 1, 2)
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
