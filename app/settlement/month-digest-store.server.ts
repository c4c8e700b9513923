import { randomInt } from "node:crypto";
import { ACCRUED, ATTRIBUTED, classesIn, PAID, PENDING } from "~/benefits/income-sql.server";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";

/** Figures of income, and the one beside it. */
const INCOME = [Prisma.sql`accrued`, Prisma.sql`paid`, Prisma.sql`pending`, Prisma.sql`stable`];
const SOLD = [Prisma.sql`attributed`];

/** Below 2^47: it goes to PostgreSQL as a plain number. */
const SEEDS = 2 ** 47;

/**
 * Whether a month of the kept record is what the ledger says, in the whole country, and nothing of it is due. Both are added up
 * under two weights of 28 bits, worked out of household, class and seeds that are drawn anew for each question: a record that
 * differs in any figure of anybody has the same sums once in 2^56. No posting has to be brought to its household for it,
 * which takes three times as long. "No" means: look closely.
 */
export async function recordIsLedger(db: Db, period: Period): Promise<boolean> {
  const [ofHousehold, ofClass] = [randomInt(SEEDS), randomInt(SEEDS)];
  const weight = (household: Prisma.Sql, incomeClass: Prisma.Sql) => Prisma.sql`
    uuid_hash_extended(${household}, ${ofHousehold}::bigint) # hashtextextended(${incomeClass}, ${ofClass}::bigint) AS weight`;
  // OFFSET 0: weights and what an account's name says are worked out once a row.
  const [row] = await db.$queryRaw<[{ same: boolean }]>`
    WITH ledger AS (SELECT ${weighed(INCOME)} AS sums FROM (
      SELECT ${weight(Prisma.sql`p.household_id`, Prisma.sql`k.income_class`)}, ${ACCRUED} AS accrued, ${PAID} AS paid, ${PENDING} AS pending,
        CASE WHEN k.stable THEN ${ACCRUED} ELSE 0 END AS stable
      FROM posting p JOIN ${classesIn(period)} k ON k.flow = p.flow
      WHERE p.period = ${period} AND p.household_id IS NOT NULL OFFSET 0) l),
    sold AS (SELECT ${weighed(SOLD)} AS sums FROM (
      SELECT ${weight(Prisma.sql`a.household_id`, Prisma.sql`'ATTRIBUTED'`)}, ${ATTRIBUTED} AS attributed
      FROM attribution a WHERE a.period = ${period} AND a.household_id IS NOT NULL OFFSET 0) s),
    kept AS (SELECT ${weighed([...INCOME, ...SOLD])} AS sums FROM (
      SELECT ${weight(Prisma.sql`r.household_id`, Prisma.sql`r.income_class`)}, r.accrued_fen AS accrued, r.paid_fen AS paid,
        r.pending_fen AS pending, r.stable_fen AS stable, r.attributed_fen AS attributed
      FROM household_month r WHERE r.period = ${period} OFFSET 0) k)
    SELECT kept.sums = ledger.sums || sold.sums
      AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.period = ${period}) AS same
    FROM ledger, sold, kept`;
  return row.same;
}

/** The figures under both weights. A household's fen times 2^28 stay a bigint up to 343 million yuan a month. */
function weighed(figures: readonly Prisma.Sql[]): Prisma.Sql {
  const sums = figures.map(
    (fen) =>
      Prisma.sql`coalesce(sum(${fen} * (weight & 268435455)), 0), coalesce(sum(${fen} * ((weight >> 36) & 268435455)), 0)`,
  );
  return Prisma.sql`ARRAY[${Prisma.join(sums)}]`;
}
