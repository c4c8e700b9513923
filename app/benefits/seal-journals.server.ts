import { addDays, dayOf, startOfDay } from "~/kernel/period";
import { Prisma, withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { sha256 } from "./journal-store.server";
import { FIRST_SEAL, sealText } from "./seal";

const SEALING_LOCK = 7_401;
const AT_ONCE = 2_000;

/** A journal is known to others at most this long after the moment it bears: no transaction takes as long. */
const LATEST_COMMIT = "1 hour";

/**
 * Seals every committed journal that is not sealed yet, in order, each over the one before: tampering shows, and no sale
 * waits for a chain's head. One worker at a time (others find the lock taken and leave). Answers how many were sealed.
 * Called often enough that nothing older than a minute is unsealed. Looks from an hour before the last sealed journal on;
 * `everything` from the first one, which a million journals make a matter of a second.
 */
export async function sealJournals({
  now,
  everything = false,
}: {
  readonly now: Date;
  readonly everything?: boolean;
}): Promise<number> {
  let total = 0;
  let from = everything ? FIRST_JOURNAL : undefined;
  for (;;) {
    const sealed = await withTransaction("seal journals", (tx) => sealSome(tx, { from, now }), { timeoutMs: 60_000 });
    total += sealed.length;
    if (sealed.length < AT_ONCE) return total;
    from = sealed.at(-1);
  }
}

/** Where a journal stands in the order of sealing; the instant as PostgreSQL writes it, which is finer than a Date. */
type Place = { readonly recordedAt: string; readonly id: string };
const FIRST_JOURNAL: Place = { recordedAt: "-infinity", id: "00000000-0000-0000-0000-000000000000" };

async function sealSome(
  tx: Transaction,
  { from, now }: { readonly from: Place | undefined; readonly now: Date },
): Promise<readonly Place[]> {
  const [lock] = await tx.$queryRaw<[{ taken: boolean }]>`SELECT pg_try_advisory_xact_lock(${SEALING_LOCK}) AS taken`;
  if (!lock.taken) return [];
  const [last] = await tx.$queryRaw<{ sequence: bigint; hash: string; recordedAt: string }[]>`
    SELECT s.sequence, s.hash, (j.recorded_at - ${LATEST_COMMIT}::interval)::text AS "recordedAt"
    FROM seal s JOIN journal j ON j.id = s.journal_id ORDER BY s.sequence DESC LIMIT 1`;
  const after = from ?? (last ? { ...FIRST_JOURNAL, recordedAt: last.recordedAt } : FIRST_JOURNAL);
  const journals = await tx.$queryRaw<(Place & { contentHash: string })[]>`
    SELECT id, content_hash AS "contentHash", recorded_at::text AS "recordedAt" FROM journal
    WHERE (recorded_at, id) > (${after.recordedAt}::timestamptz, ${after.id}::uuid)
      AND NOT EXISTS (SELECT FROM seal WHERE seal.journal_id = journal.id)
    ORDER BY recorded_at, id LIMIT ${AT_ONCE}`;
  if (journals.length === 0) return [];

  let previousHash = last?.hash ?? FIRST_SEAL;
  const sequences: string[] = [];
  const previous: string[] = [];
  const hashes: string[] = [];
  journals.forEach((journal, i) => {
    const sequence = (last?.sequence ?? 0n) + BigInt(i) + 1n;
    const hash = sha256(sealText({ sequence, journalId: journal.id, journalHash: journal.contentHash, previousHash }));
    sequences.push(String(sequence));
    previous.push(previousHash);
    hashes.push(hash);
    previousHash = hash;
  });
  // A seal is never earlier than the one before, whatever a worker's clock says: the last of a day is the last by time.
  await tx.$executeRaw`
    INSERT INTO seal (sequence, journal_id, journal_hash, previous_hash, hash, sealed_at)
    SELECT s.sequence, s.journal_id, s.journal_hash, s.previous_hash, s.hash,
      greatest(${now}::timestamptz, (SELECT before.sealed_at FROM seal before ORDER BY before.sequence DESC LIMIT 1))
    FROM unnest(${sequences}::bigint[], ${journals.map((journal) => journal.id)}::uuid[],
      ${journals.map((journal) => journal.contentHash)}::text[], ${previous}::text[], ${hashes}::text[])
      AS s(sequence, journal_id, journal_hash, previous_hash, hash)`;
  return journals;
}

export type PublishedSeal = { readonly sequence: bigint; readonly hash: string; readonly sealedAt: Date };

/** The last seal of a Shanghai day ("2026-11-23"): published, it fixes everything before it. Undefined on a quiet day. */
export async function publishedSeal(db: Db, day: string): Promise<PublishedSeal | undefined> {
  const from = startOfDay(day);
  const [row] = await db.$queryRaw<PublishedSeal[]>`
    SELECT sequence, hash, sealed_at AS "sealedAt" FROM seal
    WHERE sealed_at >= ${from}::timestamptz AND sealed_at < ${addDays(from, 1)}::timestamptz
    ORDER BY sequence DESC LIMIT 1`;
  return row;
}

export type DailySeal = { readonly day: string; readonly sequence: string; readonly hash: string };

/**
 * The last seal of each Shanghai day, the newest first: whoever kept one can see later that nothing before it was changed. From
 * each day the index leads to the one before that has a seal: seals only ever become more.
 */
export async function dailySeals(db: Db, { most }: { readonly most?: number } = {}): Promise<DailySeal[]> {
  const inBeijing = Prisma.sql`AT TIME ZONE 'Asia/Shanghai'`;
  return db.$queryRaw<DailySeal[]>`
    WITH RECURSIVE last AS (
      (SELECT s.sequence, s.hash, s.sealed_at FROM seal s ORDER BY s.sealed_at DESC, s.sequence DESC LIMIT 1)
      UNION ALL
      SELECT earlier.* FROM last CROSS JOIN LATERAL (
        SELECT s.sequence, s.hash, s.sealed_at FROM seal s
        WHERE s.sealed_at < date_trunc('day', last.sealed_at ${inBeijing}) ${inBeijing}
        ORDER BY s.sealed_at DESC, s.sequence DESC LIMIT 1) earlier)
    SELECT to_char(sealed_at ${inBeijing}, 'YYYY-MM-DD') AS day, sequence::text AS sequence, hash
    FROM last LIMIT ${most ?? null}::int`;
}

/** The first Shanghai day from an instant on that has a seal; undefined while nothing was sealed since. */
export async function firstSealedDay(db: Db, from: Date): Promise<string | undefined> {
  const [first] = await db.$queryRaw<{ sealedAt: Date }[]>`
    SELECT sealed_at AS "sealedAt" FROM seal WHERE sealed_at >= ${from}::timestamptz ORDER BY sealed_at, sequence LIMIT 1`;
  return first && dayOf(first.sealedAt);
}
