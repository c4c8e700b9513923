// npm run verify [-- --json] [--data DIR]: every invariant by name, what it says, and how often it is broken. Exit 1 if any is.
import path from "node:path";
import pg from "pg";
import { openDatabase } from "./infra/open-database.mjs";
import type { Check } from "./verify/check";
import { stripeTotal } from "./verify/stripe-total";

/** What a view cannot ask. Areas add theirs here. */
const checks: readonly Check[] = [stripeTotal];

type Finding = {
  readonly name: string;
  readonly holds: string;
  readonly violations: number;
  readonly examples: readonly object[];
  readonly notAsked?: string;
};

const EXAMPLES = 3;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const at = args.indexOf("--data");
  const dataDir = at >= 0 ? path.resolve(args[at + 1] ?? ".data") : undefined;
  const database = await openDatabase(dataDir ? { dataDir } : {});
  try {
    const findings = await verify(String(database.url));
    const broken = findings.filter((finding) => finding.violations > 0);
    console.log(args.includes("--json") ? asJson(findings) : asText(findings));
    process.exitCode = broken.length > 0 || findings.length === 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

/** All views and checks in one snapshot, so that a sale in between cannot look like a difference. */
export async function verify(url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC" });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const views = await client.query<{ name: string; holds: string | null }>(
      `SELECT c.relname AS name, obj_description(c.oid, 'pg_class') AS holds
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm') AND c.relname LIKE 'invariant\\_%' ORDER BY c.relname`,
    );
    const findings: Finding[] = [];
    for (const { name, holds } of views.rows) {
      const view = client.escapeIdentifier(name);
      const counted = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${view}`);
      const violations = counted.rows[0]?.n ?? 0;
      const examples =
        violations > 0 ? (await client.query<object>(`SELECT * FROM ${view} LIMIT ${EXAMPLES}`)).rows : [];
      findings.push({ name: name.replace(/^invariant_/, ""), holds: holds ?? "(says nothing)", violations, examples });
    }
    for (const { name, holds, find } of checks) {
      const found = await find(client);
      if ("notAsked" in found) findings.push({ name, holds, violations: 0, examples: [], notAsked: found.notAsked });
      else findings.push({ name, holds, violations: found.length, examples: found.slice(0, EXAMPLES) });
    }
    await client.query("COMMIT");
    return findings;
  } finally {
    await client.end();
  }
}

function asJson(findings: readonly Finding[]): string {
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  const violations = findings.reduce((sum, finding) => sum + finding.violations, 0);
  return JSON.stringify({ ok: violations === 0 && findings.length > 0, violations, invariants: findings }, plain, 2);
}

function asText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map((finding) => finding.name.length));
  const lines = findings.flatMap(({ name, holds, violations, examples, notAsked }) => [
    `${violations > 0 ? "✗" : notAsked ? "–" : "✓"} ${name.padEnd(width)} ${String(violations).padStart(5)}   ${notAsked ? `not asked: ${notAsked}` : holds}`,
    ...examples.map((example) => `    ${JSON.stringify(example)}`),
  ]);
  const broken = findings.filter((finding) => finding.violations > 0).length;
  const summary =
    broken > 0 ? `${broken} of ${findings.length} invariants are broken` : `${findings.length} invariants hold`;
  return [...lines, "", summary].join("\n");
}

if (process.argv[1] === import.meta.filename) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
