import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Flow } from "~/benefits/flow";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { LinkageFilter } from "./linkage-filter";

export type LinkageRow = {
  readonly cooperativeId: string;
  readonly cooperative: string;
  readonly householdId: string;
  readonly number: string;
  readonly headName: string;
  readonly village: string;
  readonly flow: Flow;
  /** since when there is an agreement of this kind; null when it is practised without one */
  readonly agreedOn: Date | null;
  readonly member: boolean;
  readonly accruedFen: bigint;
  readonly paidFen: bigint;
};

/** Who was led by whom in which way, from the ledger: a row a cooperative, household and linkage. */
export function linkageRows(filter: LinkageFilter): Prisma.Sql {
  const inside = Prisma.sql`${withinAreas(Prisma.sql`h.area_code`, filter.prefixes)} AND ${withinAreas(Prisma.sql`h.area_code`, [filter.areaCode])}`;
  const one =
    filter.cooperativeId === undefined
      ? Prisma.empty
      : Prisma.sql`AND i.cooperative_id = ${filter.cooperativeId}::uuid`;
  return Prisma.sql`
    SELECT c.id AS "cooperativeId", c.name AS cooperative, h.id AS "householdId", h.number, h.head_name AS "headName",
      a.short_name AS village, i.flow, (
        SELECT min(g.starts_on) FROM linkage_agreement g WHERE g.cooperative_id = c.id AND g.household_id = h.id AND g.flow = i.flow) AS "agreedOn",
      EXISTS (SELECT FROM membership m WHERE m.cooperative_id = c.id AND m.household_id = h.id AND m.left_on IS NULL) AS member,
      sum(i.accrued_fen)::bigint AS "accruedFen", sum(i.paid_fen)::bigint AS "paidFen"
    FROM household_income i JOIN household h ON h.id = i.household_id JOIN area a ON a.code = h.area_code
    JOIN cooperative c ON c.id = i.cooperative_id
    WHERE ${inside} AND i.period BETWEEN ${filter.from} AND ${filter.to} ${one}
    GROUP BY c.id, h.id, a.short_name, i.flow HAVING sum(i.accrued_fen) <> 0 OR sum(i.paid_fen) <> 0
    ORDER BY c.name, c.id, h.number, i.flow`;
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
  readonly members: number;
  readonly agreements: number;
  readonly paid: number;
  readonly paidFen: bigint;
  readonly accruedFen: bigint;
};

/** What cooperatives declare to lead against whom they paid, of the households in the area. */
export function performanceRows({ prefixes, areaCode, from, to }: LinkageFilter): Prisma.Sql {
  const inside = (column: Prisma.Sql) =>
    Prisma.sql`(${withinAreas(column, prefixes)} AND ${withinAreas(column, [areaCode])})`;
  return Prisma.sql`
    WITH earned AS (
      SELECT i.cooperative_id, i.household_id, sum(i.paid_fen) AS paid, sum(i.accrued_fen) AS accrued
      FROM household_income i JOIN household h ON h.id = i.household_id
      WHERE ${inside(Prisma.sql`h.area_code`)} AND i.period BETWEEN ${from} AND ${to} GROUP BY 1, 2)
    SELECT c.id, c.name, c.declared_households AS declared,
      (SELECT count(*) FROM membership m WHERE m.cooperative_id = c.id AND m.left_on IS NULL)::int AS members,
      (SELECT count(DISTINCT g.household_id) FROM linkage_agreement g WHERE g.cooperative_id = c.id)::int AS agreements,
      (count(e.household_id) FILTER (WHERE e.paid > 0))::int AS paid, coalesce(sum(e.paid), 0)::bigint AS "paidFen",
      coalesce(sum(e.accrued), 0)::bigint AS "accruedFen"
    FROM cooperative c LEFT JOIN earned e ON e.cooperative_id = c.id
    WHERE c.status = 'APPROVED' AND (e.household_id IS NOT NULL OR ${inside(Prisma.sql`c.area_code`)})
    GROUP BY c.id ORDER BY c.name, c.id`;
}
