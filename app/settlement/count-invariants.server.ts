import type { Actor } from "~/access/actor";
import { dayOf } from "~/kernel/period";
import { db, withTransaction, type Db } from "~/platform/db.server";
import { keepSetting } from "~/platform/setting.server";

export type Invariant = { readonly name: string; readonly promise: string; readonly violations: number };

/** What was found at an instant, those that are broken first; and whether somebody has asked since. */
export type InvariantCount = {
  readonly last: { readonly at: Date; readonly invariants: readonly Invariant[] } | undefined;
  readonly asked: boolean;
};

const COUNTED = "invariants.counted";
const ASKED = "invariants.asked";
const AN_HOUR = 3_600_000;

export async function lastInvariantCount(client: Db): Promise<InvariantCount> {
  const settings = await client.setting.findMany({
    where: { key: { in: [COUNTED, ASKED] } },
    select: { key: true, value: true, updatedAt: true },
  });
  const counted = settings.find(({ key }) => key === COUNTED);
  const asked = settings.find(({ key }) => key === ASKED);
  return {
    last: counted && { at: counted.updatedAt, invariants: counted.value as unknown as Invariant[] },
    asked: asked !== undefined && (counted === undefined || asked.updatedAt > counted.updatedAt),
  };
}

/** Somebody wants to know now: the worker counts within a minute. */
export async function askForInvariantCount({
  actor,
  now,
}: {
  readonly actor: Actor;
  readonly now: Date;
}): Promise<void> {
  await keepSetting({ key: ASKED, value: { by: actor.userId }, now });
}

/**
 * Counts how often each invariant of the database is broken, in one moment of it: once a day, and when somebody asked. Of a
 * county that takes minutes, which no page waits for. Two workers count once.
 */
export async function countInvariants({ now }: { readonly now: Date }): Promise<{
  readonly countedAt: Date;
  readonly broken: number;
} | null> {
  const { last, asked } = await lastInvariantCount(db());
  const isDue = last === undefined || asked || dayOf(last.at) < dayOf(now);
  const counted = isDue ? await withTransaction("count invariants", countIfFree, { timeoutMs: AN_HOUR }) : undefined;
  if (counted) await keepSetting({ key: COUNTED, value: counted, now });
  const found = counted ? { at: now, invariants: counted } : last;
  return found ? { countedAt: found.at, broken: found.invariants.filter(isBroken).length } : null;
}

export function isBroken({ violations }: Invariant): boolean {
  return violations > 0;
}

async function countIfFree(tx: Db): Promise<Invariant[] | undefined> {
  const [lock] = await tx.$queryRaw<[{ taken: boolean }]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('count invariants', 7)) AS taken`;
  if (!lock.taken) return undefined;
  const rows = await tx.$queryRaw<{ name: string; promise: string; violations: bigint }[]>`
    SELECT name, promise, violations FROM invariant_report() ORDER BY violations = 0, name`;
  return rows.map((row) => ({ ...row, violations: Number(row.violations) }));
}

/** The first rows that break an invariant now, as text; none for a name that is no invariant. */
export async function violationsOf(client: Db, name: string, most: number): Promise<string[]> {
  const rows = await client.$queryRaw<{ row: unknown }[]>`SELECT row FROM invariant_rows(${name}, ${most}::int) AS row`;
  return rows.map(({ row }) => JSON.stringify(row));
}
