import { randomInt } from "node:crypto";
import { accruedOf, ATTRIBUTED, classesIn, paidOf, pendingOf } from "~/benefits/income-sql.server";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";

/** Below 2^47: it goes to PostgreSQL as a plain number. */
const SEEDS = 2 ** 47;

/**
 * Whether a month of the kept record is what the ledger says, in the whole country, and nothing of it is due. The ledger less
 * the record is added up to one number, each figure under a weight of 28 bits that is worked out of household, class and seeds
 * drawn anew for each question: a record that differs in any figure of anybody comes to nothing once in 268 million. No posting has to be
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
  const moved = (weight: Prisma.Sql) => Prisma.sql`(p.amount_fen * ${weight})`;
  // One sum over the three: PostgreSQL reads them side by side, and starts its processes for it once.
  const [row] = await db.$queryRaw<[{ same: boolean }]>`
    SELECT coalesce(sum(fen), 0) = 0 AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.period = ${period}) AS same
    FROM (
      SELECT ${accruedOf(moved(Prisma.sql`(${accrued(...posted)} + CASE WHEN k.stable THEN ${stable(...posted)} ELSE 0 END)`))}
        + ${paidOf(moved(paid(...posted)))} + ${pendingOf(moved(pending(...posted)))} AS fen
      FROM posting p JOIN ${classesIn(period)} k ON k.flow = p.flow WHERE p.period = ${period} AND p.household_id IS NOT NULL
      UNION ALL
      SELECT ${ATTRIBUTED} * ${attributed(...sold)} FROM attribution a WHERE a.period = ${period} AND a.household_id IS NOT NULL
      UNION ALL
      SELECT -(${weighed(Prisma.sql`r.accrued_fen`, accrued(...kept))} + ${weighed(Prisma.sql`r.paid_fen`, paid(...kept))}
        + ${weighed(Prisma.sql`r.pending_fen`, pending(...kept))} + ${weighed(Prisma.sql`r.stable_fen`, stable(...kept))}
        + ${weighed(Prisma.sql`r.attributed_fen`, attributed(...kept))})
      FROM household_month r WHERE r.period = ${period}) weighed`;
  return row.same;
}

/** A kept figure under its weight. Most figures of a row are nothing, and for those no weight is worked out. */
function weighed(figure: Prisma.Sql, weight: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${figure} = 0 THEN 0 ELSE ${figure} * ${weight} END`;
}
