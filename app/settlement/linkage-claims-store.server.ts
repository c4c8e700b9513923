import { keptOrNow, paidByCooperatives, type Reading } from "~/benefits/income-sql.server";
import type { IncomeScope } from "~/benefits/region-income-store.server";
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
