import type { Db } from "~/platform/db.server";
import { remembered } from "~/platform/remembered.server";

export type Invariant = { readonly name: string; readonly promise: string; readonly violations: number };

/** Every invariant of the database, counted now; those that are broken first. */
export async function countViolations(db: Db): Promise<Invariant[]> {
  const rows = await db.$queryRaw<{ name: string; promise: string; violations: bigint }[]>`
    SELECT name, promise, violations FROM invariant_report() ORDER BY violations = 0, name`;
  return rows.map((row) => ({ ...row, violations: Number(row.violations) }));
}

/** Counting takes seconds, and the desk's first page is opened often. */
const KEPT_SECONDS = 5 * 60;

/** The same, counted within the last five minutes, and when. */
export function recentViolations(db: Db, now: Date): Promise<{ at: Date; invariants: Invariant[] }> {
  return remembered("invariants", KEPT_SECONDS, async () => ({ at: now, invariants: await countViolations(db) }));
}

/** The first rows that break an invariant, as text; none for a name that is no invariant. */
export async function violationsOf(db: Db, name: string, most: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ row: unknown }[]>`SELECT row FROM invariant_rows(${name}, ${most}::int) AS row`;
  return rows.map(({ row }) => JSON.stringify(row));
}
