import { sum, type Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import { paidToVillage } from "~/settlement/village-fund-store.server";
import { fundFigures, type FundFigures, type FundMonth } from "./fund-figures";

export type PublicFund = FundFigures & { readonly uses: readonly PublicFundUse[] };

export type PublicFundUse = {
  readonly id: string;
  readonly usedOn: string;
  readonly decidedOn: string;
  readonly amountFen: Fen;
  readonly purpose: string;
  /** of a correction: the day of what it corrects */
  readonly correctsOn: string | null;
};

/** A village's fund as everybody may see it: each approved use, and what was received as far as it tells of no few households. */
export async function publicFund(db: Db, code: string): Promise<PublicFund> {
  const [months, uses] = await Promise.all([receivedByMonth(db, code), approvedUses(db, code)]);
  return { ...fundFigures(months, sum(uses.map(({ amountFen }) => amountFen))), uses };
}

/**
 * What was paid out to the village, by the months in which its goods were sold, and at the end of all months. A month has the
 * fewer of the households that its page counts and of those who stood behind what was sold.
 */
async function receivedByMonth(db: Db, code: string): Promise<FundMonth[]> {
  return db.$queryRaw<FundMonth[]>`
    WITH paid AS (
      SELECT order_line_id, sum(fen) AS fen FROM (${paidToVillage(Prisma.sql`${code}::text`)}) moved
      GROUP BY order_line_id
    ), received AS (
      SELECT sold.period, sum(paid.fen)::bigint AS fen FROM paid LEFT JOIN LATERAL (
        SELECT min(p.period) AS period FROM posting p
        WHERE p.order_line_id = paid.order_line_id AND p.part = 'VILLAGE' AND p.source LIKE 'order:%') sold ON true
      GROUP BY GROUPING SETS ((sold.period), ())
    ), here AS (SELECT id FROM household WHERE area_code = ${code}),
    given AS (
      SELECT p.period, count(DISTINCT p.household_id) AS households FROM posting p JOIN here ON here.id = p.household_id
      WHERE p.part = 'HOUSEHOLD' AND (p.source LIKE 'order:%' OR p.destination LIKE 'order:%') GROUP BY p.period
    ), stood AS (
      SELECT t.period, count(DISTINCT t.household_id) AS households FROM attribution t JOIN here ON here.id = t.household_id
      GROUP BY GROUPING SETS ((t.period), ())
    )
    SELECT received.period, received.fen, least(coalesce(stood.households, 0), given.households)::int AS households
    FROM received
    LEFT JOIN stood ON stood.period IS NOT DISTINCT FROM received.period
    LEFT JOIN given ON given.period = received.period
    WHERE received.fen <> 0`;
}

async function approvedUses(db: Db, code: string): Promise<PublicFundUse[]> {
  return db.$queryRaw<PublicFundUse[]>`
    SELECT u.id, u.used_on::text AS "usedOn", u.decided_on::text AS "decidedOn", u.amount_fen AS "amountFen", u.purpose,
      o.used_on::text AS "correctsOn"
    FROM village_fund_use u LEFT JOIN village_fund_use o ON o.id = u.corrects_id
    WHERE u.area_code = ${code} AND u.state = 'APPROVED' ORDER BY u.used_on DESC, u.recorded_at DESC, u.id`;
}
