import type { Db } from "~/platform/db.server";

export type Invariant = { readonly name: string; readonly promise: string; readonly violations: number };

/** Every invariant of the database, counted now; those that are broken first. */
export async function countViolations(db: Db): Promise<Invariant[]> {
  const rows = await db.$queryRaw<{ name: string; promise: string; violations: bigint }[]>`
    SELECT name, promise, violations FROM invariant_report() ORDER BY violations = 0, name`;
  return rows.map((row) => ({ ...row, violations: Number(row.violations) }));
}

/** Counting takes seconds, and the desk's first page is opened often. */
const KEPT_MS = 5 * 60_000;
let kept: { readonly at: Date; readonly counting: Promise<Invariant[]> } | undefined;

/** The same, counted within the last five minutes, and when. */
export async function recentViolations(db: Db, now: Date): Promise<{ at: Date; invariants: Invariant[] }> {
  if (!kept || now.getTime() - kept.at.getTime() > KEPT_MS) {
    const counting = countViolations(db);
    kept = { at: now, counting };
    // who waits for it hears of it; the next one counts again
    counting.catch(() => (kept = undefined));
  }
  const { at, counting } = kept;
  return { at, invariants: await counting };
}

/** The first rows that break an invariant, as text; none for a name that is no invariant. */
export async function violationsOf(db: Db, name: string, most: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ row: unknown }[]>`SELECT row FROM invariant_rows(${name}, ${most}::int) AS row`;
  return rows.map(({ row }) => JSON.stringify(row));
}
