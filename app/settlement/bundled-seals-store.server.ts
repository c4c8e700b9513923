import { addDays, dayOf, startOfDay } from "~/kernel/period";
import type { Db } from "~/platform/db.server";
import type { BundledSeals } from "./audit-bundle";

/**
 * For every day on which one of the journals was sealed: the chain from the first of them to the day's last seal, which is
 * published. The days between are not needed: each day's last seal fixes everything before it.
 */
export async function bundledSeals(db: Db, journalIds: readonly string[]): Promise<BundledSeals[]> {
  const sealed = await db.$queryRaw<{ sequence: bigint; sealedAt: Date }[]>`
    SELECT sequence, sealed_at AS "sealedAt" FROM seal WHERE journal_id = ANY (${[...journalIds]}::uuid[]) ORDER BY sequence`;
  const firstOf = new Map<string, bigint>();
  for (const { sequence, sealedAt } of sealed) {
    const day = dayOf(sealedAt);
    if (!firstOf.has(day)) firstOf.set(day, sequence);
  }
  const days: BundledSeals[] = [];
  for (const [day, first] of firstOf) {
    const from = startOfDay(day);
    const chain = await db.$queryRaw<BundledSeals["chain"][number][]>`
      SELECT sequence::text AS sequence, journal_id AS "journalId", journal_hash AS "journalHash",
        previous_hash AS "previousHash", hash
      FROM seal WHERE sequence >= ${first} AND sealed_at >= ${from}::timestamptz AND sealed_at < ${addDays(from, 1)}::timestamptz
      ORDER BY seal.sequence`;
    const last = chain.at(-1);
    if (last) days.push({ day, published: { sequence: last.sequence, hash: last.hash }, chain });
  }
  return days;
}
