import pg from "pg";
import { sealJournals } from "~/benefits/seal-journals.server";

/** It looks through every text of every table, six times what all the others take; asked where personal data are written. */
const LOOKS_EVERYWHERE = "invariant_plain_personal_data";

/**
 * Of the invariants that are meant those that do not hold, with their first rows: {} when all is well. In one statement, which
 * is planned once a test file. Seals first, as the worker does four times a minute: that a test took longer is no broken chain.
 */
export async function brokenInvariants(isMeant: (name: string) => boolean): Promise<Record<string, unknown>> {
  await sealJournals({ now: new Date() });
  const database = await ownDatabase();
  const views = await database.query<{ name: string }>(
    "SELECT viewname AS name FROM pg_views WHERE viewname LIKE 'invariant\\_%' AND viewname <> $1 ORDER BY 1",
    [LOOKS_EVERYWHERE],
  );
  const meant = views.rows.map(({ name }) => name).filter(isMeant);
  const text = `SELECT name, (SELECT jsonb_agg(row) FROM invariant_rows(name, 3) AS row) AS rows FROM (
    ${meant.map((name) => `SELECT '${name}' AS name, count(*) AS found FROM ${name}`).join(" UNION ALL ")}) counted WHERE found > 0`;
  const broken = await database.query<{ name: string; rows: unknown }>({ name: `${meant.length} invariants`, text });
  return Object.fromEntries(broken.rows.map(({ name, rows }) => [name, rows]));
}

let kept: { readonly url: string; readonly client: pg.Client } | undefined;

/** A connection to the test file's database that keeps its plans, for as long as the file runs. */
async function ownDatabase(): Promise<pg.Client> {
  const url = process.env["DATABASE_OWNER_URL"] ?? "";
  if (kept?.url !== url) {
    await kept?.client.end();
    const client = new pg.Client(url);
    client.on("error", () => {}); // the server stops under it at the end of the run
    await client.connect();
    kept = { url, client };
  }
  return kept.client;
}
