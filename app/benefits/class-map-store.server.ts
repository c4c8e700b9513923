import type { Period } from "~/kernel/period";
import type { Db } from "~/platform/db.server";
import type { Flow, IncomeClass } from "./flow";

/** Which income class each flow counts as in a month, by the version of the class map that is valid then. */
export async function incomeClassesOf(db: Db, period: Period): Promise<Partial<Record<Flow, IncomeClass>>> {
  const rows = await db.$queryRaw<{ flow: Flow; incomeClass: IncomeClass }[]>`
    SELECT flow, income_class AS "incomeClass" FROM class_map
    WHERE version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= ${period})`;
  return Object.fromEntries(rows.map(({ flow, incomeClass }) => [flow, incomeClass]));
}
