import { sealJournals } from "~/benefits/seal-journals.server";
import { db } from "~/platform/db.server";

/**
 * Of the invariants that are meant those that do not hold, with their first rows: {} when all is well. Seals first, as the
 * worker does four times a minute: that a test took longer is no broken chain.
 */
export async function brokenInvariants(isMeant: (name: string) => boolean): Promise<Record<string, unknown>> {
  await sealJournals({ now: new Date() });
  const broken = await db().$queryRaw<{ name: string; rows: unknown }[]>`
    SELECT r.name, (SELECT jsonb_agg(row) FROM invariant_rows(r.name, 3) AS row) AS rows
    FROM invariant_report() r WHERE r.violations > 0`;
  return Object.fromEntries(broken.filter(({ name }) => isMeant(name)).map(({ name, rows }) => [name, rows]));
}
