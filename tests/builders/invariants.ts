import { sealJournals } from "~/benefits/seal-journals.server";
import { db, Prisma } from "~/platform/db.server";

/** It looks through every text of every table, six times what all the others take; asked where personal data are written. */
const LOOKS_EVERYWHERE = "invariant_plain_personal_data";

/**
 * Of the invariants that are meant those that do not hold, with their first rows: {} when all is well. In one statement, which
 * a connection plans once. Seals first, as the worker does four times a minute: that a test took longer is no broken chain.
 */
export async function brokenInvariants(isMeant: (name: string) => boolean): Promise<Record<string, unknown>> {
  await sealJournals({ now: new Date() });
  const views = await db().$queryRaw<{ name: string }[]>`
    SELECT viewname AS name FROM pg_views WHERE viewname LIKE 'invariant\\_%' AND viewname <> ${LOOKS_EVERYWHERE} ORDER BY 1`;
  const counts = views
    .filter(({ name }) => isMeant(name))
    .map(({ name }) => Prisma.raw(`SELECT '${name}' AS name, count(*) AS found FROM ${name}`));
  const broken = await db().$queryRaw<{ name: string; rows: unknown }[]>`
    SELECT name, (SELECT jsonb_agg(row) FROM invariant_rows(name, 3) AS row) AS rows
    FROM (${Prisma.join(counts, " UNION ALL ")}) counted WHERE found > 0`;
  return Object.fromEntries(broken.map(({ name, rows }) => [name, rows]));
}
