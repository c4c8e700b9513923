import { randomInt } from "node:crypto";
import { ACCRUED, ATTRIBUTED, classesIn, PAID, PENDING } from "~/benefits/income-sql.server";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";

/** Below 2^47: it goes to PostgreSQL as a plain number. */
const SEEDS = 2 ** 47;

/**
 * Whether a month of the kept record is what the ledger says, in the whole country, and nothing of it is due. Both are added up
 * to one number, each figure under a weight of 28 bits that is worked out of household, class and seeds drawn anew for each
 * question: a record that differs in any figure of anybody comes to the same number once in 268 million. No posting has to be
 * brought to its household for it, which takes three times as long. "No" means: look closely.
 */
export async function recordIsLedger(db: Db, period: Period): Promise<boolean> {
  const ofClass = randomInt(SEEDS);
  // A household's fen times 2^31, for five figures, stay a bigint up to 42 million yuan a month.
  const weighing = () => {
    const ofFigure = randomInt(SEEDS);
    return (household: Prisma.Sql, incomeClass: Prisma.Sql): Prisma.Sql =>
      Prisma.sql`((uuid_hash_extended(${household}, ${ofFigure}::bigint) # hashtextextended(${incomeClass}, ${ofClass}::bigint)) & 268435455)`;
  };
  const [accrued, paid, pending, stable, attributed] = [weighing(), weighing(), weighing(), weighing(), weighing()];
  const posted = [Prisma.sql`p.household_id`, Prisma.sql`k.income_class`] as const;
  const sold = [Prisma.sql`a.household_id`, Prisma.sql`'ATTRIBUTED'`] as const;
  const kept = [Prisma.sql`r.household_id`, Prisma.sql`r.income_class`] as const;
  // Nothing here keeps PostgreSQL from reading with more than one process.
  const [row] = await db.$queryRaw<[{ same: boolean }]>`
    SELECT ledger.sum + sold.sum = kept.sum AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.period = ${period}) AS same
    FROM
      (SELECT coalesce(sum(${weighed(ACCRUED, Prisma.sql`(${accrued(...posted)} + CASE WHEN k.stable THEN ${stable(...posted)} ELSE 0 END)`)}
          + ${weighed(PAID, paid(...posted))} + ${weighed(PENDING, pending(...posted))}), 0) AS sum
        FROM posting p JOIN ${classesIn(period)} k ON k.flow = p.flow
        WHERE p.period = ${period} AND p.household_id IS NOT NULL) ledger,
      (SELECT coalesce(sum(${ATTRIBUTED} * ${attributed(...sold)}), 0) AS sum
        FROM attribution a WHERE a.period = ${period} AND a.household_id IS NOT NULL) sold,
      (SELECT coalesce(sum(${weighed(Prisma.sql`r.accrued_fen`, accrued(...kept))} + ${weighed(Prisma.sql`r.paid_fen`, paid(...kept))}
          + ${weighed(Prisma.sql`r.pending_fen`, pending(...kept))} + ${weighed(Prisma.sql`r.stable_fen`, stable(...kept))}
          + ${weighed(Prisma.sql`r.attributed_fen`, attributed(...kept))}), 0) AS sum
        FROM household_month r WHERE r.period = ${period}) kept`;
  return row.same;
}

/** A figure under its weight. Most figures of a row are nothing, and for those no weight is worked out. */
function weighed(figure: Prisma.Sql, weight: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${figure} = 0 THEN 0 ELSE ${figure} * ${weight} END`;
}
