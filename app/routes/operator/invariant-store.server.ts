import type { Db } from "~/platform/db.server";

export type Invariant = { readonly name: string; readonly promise: string; readonly violations: number };

/** Every invariant of the database, counted now; those that are broken first. */
export async function countViolations(db: Db): Promise<Invariant[]> {
  const rows = await db.$queryRaw<{ name: string; promise: string; violations: bigint }[]>`
    SELECT name, promise, violations FROM invariant_report() ORDER BY violations = 0, name`;
  return rows.map((row) => ({ ...row, violations: Number(row.violations) }));
}

/** The first rows that break an invariant, as text; none for a name that is no invariant. */
export async function violationsOf(db: Db, name: string, most: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ row: unknown }[]>`SELECT row FROM invariant_rows(${name}, ${most}::int) AS row`;
  return rows.map(({ row }) => JSON.stringify(row));
}
