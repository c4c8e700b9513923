import { db, Prisma, type Db } from "./db.server";
import { log } from "./log.server";

export type OutboxMessage = { readonly key: string; readonly payload: unknown };
/** Does the effect. It may run twice for one message, so it reads the present state by key and repeats without harm. */
export type OutboxHandler = (message: OutboxMessage) => Promise<void>;
export type OutboxHandlers = Readonly<Record<string, OutboxHandler>>;

export type Effect = {
  readonly topic: string;
  readonly key: string;
  readonly payload?: Prisma.InputJsonValue;
  readonly availableAt?: Date;
};

type Waiting = { id: bigint; topic: string; key: string; payload: unknown; attempts: number };

/** A claim ends by itself: what a killed worker had claimed is delivered again after this. */
const CLAIM_SECONDS = 120;
const BATCH = 50;
const FIRST_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 3600;

/**
 * Writes an effect into the transaction that causes it: it happens exactly when the transaction is committed.
 * `key` says what it is about; put nothing personal into `payload`. `availableAt` holds it back until then.
 */
export async function enqueue(tx: Db, message: Effect): Promise<void> {
  await enqueueAll(tx, [message]);
}

/** Many effects in one statement. */
export async function enqueueAll(tx: Db, messages: readonly Effect[]): Promise<void> {
  if (messages.length > 0) await tx.$executeRaw(enqueuing(messages));
}

/** The statement that writes them, to stand behind a `WITH` of what causes them. */
export function enqueuing(messages: readonly Effect[]): Prisma.Sql {
  const rows = messages.map(({ topic, key, payload, availableAt }) => ({
    topic,
    key,
    payload: payload ?? {},
    available_at: availableAt?.toISOString() ?? null,
  }));
  return Prisma.sql`
    INSERT INTO outbox (topic, key, payload, available_at)
    SELECT topic, key, payload, coalesce(available_at, now())
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row (topic text, key text, payload jsonb, available_at timestamptz)`;
}

/**
 * Hands waiting messages to their handlers, oldest first, until none is due; answers how many were handled and failed.
 * At least once: a message is claimed (SKIP LOCKED, so workers do not wait for each other), handled outside any
 * transaction, then marked. Topics run side by side, the messages of one topic in order. Equal messages waiting together
 * are handled once. A failure is tried again after 5 s, 10 s, 20 s … at most an hour apart, for ever: nothing is dropped.
 */
export async function drainOutbox(
  handlers: OutboxHandlers,
  { now, limit = 1000 }: { now: Date; limit?: number },
): Promise<{ handled: number; failed: number }> {
  const total = { handled: 0, failed: 0 };
  while (total.handled + total.failed < limit) {
    const claimed = await claim(Object.keys(handlers), now);
    if (claimed.length === 0) break;
    const byTopic = groupBy(claimed, (message) => message.topic);
    const counts = await Promise.all(
      [...byTopic].map(([topic, messages]) => handleTopic(handlers[topic], messages, now)),
    );
    for (const { handled, failed } of counts) {
      total.handled += handled;
      total.failed += failed;
    }
  }
  return total;
}

/** How many messages wait, and how many seconds the oldest due one has waited. */
export async function outboxState(now: Date): Promise<{ waiting: number; failing: number; oldestSeconds: number }> {
  const [row] = await db().$queryRaw<{ waiting: number; failing: number; oldest: number | null }[]>`
    SELECT count(*)::int AS waiting,
           count(*) FILTER (WHERE error IS NOT NULL)::int AS failing,
           extract(epoch FROM ${now}::timestamptz - min(available_at) FILTER (WHERE attempts = 0))::float8 AS oldest
    FROM outbox WHERE processed_at IS NULL`;
  return { waiting: row?.waiting ?? 0, failing: row?.failing ?? 0, oldestSeconds: Math.max(0, row?.oldest ?? 0) };
}

/** Handled messages are kept for a while, to answer questions; then they go. */
export async function forgetHandled({ now, keepDays = 14 }: { now: Date; keepDays?: number }): Promise<number> {
  const before = new Date(now.getTime() - keepDays * 86_400_000);
  return db().$executeRaw`DELETE FROM outbox WHERE processed_at < ${before}`;
}

async function claim(topics: string[], now: Date): Promise<Waiting[]> {
  const claimed = await db().$queryRaw<Waiting[]>`
    UPDATE outbox
    SET attempts = attempts + 1, available_at = ${now}::timestamptz + make_interval(secs => ${CLAIM_SECONDS}::int)
    WHERE id IN (
      SELECT id FROM outbox
      WHERE processed_at IS NULL AND available_at <= ${now} AND topic = ANY (${topics})
      ORDER BY available_at, id LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING id, topic, key, payload, attempts`;
  return claimed.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function handleTopic(handler: OutboxHandler | undefined, messages: Waiting[], now: Date) {
  const count = { handled: 0, failed: 0 };
  if (!handler) return count;
  for (const same of equalMessages(messages)) {
    const [first] = same;
    if (!first) continue;
    const ids = same.map((message) => message.id);
    try {
      await handler({ key: first.key, payload: first.payload });
      await db().$executeRaw`
        UPDATE outbox SET processed_at = ${now}, error = NULL WHERE id = ANY (${ids}::bigint[])`;
      count.handled += ids.length;
    } catch (error) {
      const seconds = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(first.attempts - 1, 20));
      const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      log.error({ err: error, topic: first.topic, key: first.key, attempts: first.attempts }, "outbox message failed");
      await db().$executeRaw`
        UPDATE outbox SET error = ${reason}, available_at = ${new Date(now.getTime() + seconds * 1000)}
        WHERE id = ANY (${ids}::bigint[])`;
      count.failed += ids.length;
    }
  }
  return count;
}

function equalMessages(messages: Waiting[]): Iterable<Waiting[]> {
  return groupBy(messages, (message) => JSON.stringify([message.key, message.payload])).values();
}

function groupBy(messages: Waiting[], keyOf: (message: Waiting) => string): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const message of messages) {
    const key = keyOf(message);
    const group = groups.get(key);
    if (group) group.push(message);
    else groups.set(key, [message]);
  }
  return groups;
}
