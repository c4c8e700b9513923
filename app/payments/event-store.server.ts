import { createHash } from "node:crypto";
import type Stripe from "stripe";
import type { Db } from "~/platform/db.server";
import { instant, withoutPersonalData } from "./stripe-facts";

export type Outcome =
  | { readonly kind: "APPLIED" }
  | { readonly kind: "IGNORED" }
  /** its object is not known yet: applied when `waitsFor` becomes known */
  | { readonly kind: "PARKED"; readonly waitsFor: string }
  | { readonly kind: "ALARM"; readonly error: string };

/**
 * Stores an event unless its id is known; whoever stores it applies it in the same transaction. `isSettled`: it is about a
 * session whose money is booked already.
 */
export async function insertEvent(
  tx: Db,
  event: Stripe.Event,
  { now, outcome }: { readonly now: Date; readonly outcome: Outcome },
): Promise<{ readonly isSettled: boolean } | undefined> {
  const [stored] = await tx.$queryRaw<{ isSettled: boolean }[]>`
    INSERT INTO stripe_event AS e (id, type, object_id, payload, content_hash, created_at, received_at, applied_at, outcome,
      waits_for, error)
    VALUES (${event.id}, ${event.type}, ${objectIdOf(event)}, ${JSON.stringify(withoutPersonalData(event))}::jsonb,
      ${contentHash(event)}, ${instant(event.created)}::timestamptz, ${now}::timestamptz,
      ${outcome.kind === "APPLIED" ? now : null}::timestamptz, ${outcome.kind},
      ${outcome.kind === "PARKED" ? outcome.waitsFor : null}, ${outcome.kind === "ALARM" ? outcome.error : null})
    ON CONFLICT (id) DO NOTHING
    RETURNING EXISTS (SELECT FROM payment p WHERE p.session_id = e.object_id AND p.state = 'SUCCEEDED') AS "isSettled"`;
  return stored;
}

export async function setOutcome(tx: Db, eventId: string, outcome: Outcome, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE stripe_event SET outcome = ${outcome.kind}, attempts = attempts + 1,
      applied_at = ${outcome.kind === "APPLIED" ? now : null}::timestamptz,
      waits_for = ${outcome.kind === "PARKED" ? outcome.waitsFor : null},
      error = ${outcome.kind === "ALARM" ? outcome.error : null}
    WHERE id = ${eventId}`;
}

/** Whether the event that is stored under this id says the same. */
export async function isSameEvent(db: Db, event: Stripe.Event): Promise<boolean> {
  const rows = await db.$queryRaw<{ contentHash: string }[]>`
    SELECT content_hash AS "contentHash" FROM stripe_event WHERE id = ${event.id}`;
  return rows[0]?.contentHash === contentHash(event);
}

export type StoredEvent = { readonly outcome: Outcome["kind"]; readonly payload: Stripe.Event };

/** A stored event, locked; undefined when another process has it in hand right now. */
export async function takeEvent(tx: Db, eventId: string): Promise<StoredEvent | undefined> {
  const rows = await tx.$queryRaw<StoredEvent[]>`
    SELECT outcome, payload FROM stripe_event WHERE id = ${eventId} FOR UPDATE SKIP LOCKED`;
  return rows[0];
}

export async function parkedFor(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM stripe_event WHERE waits_for = ANY (${[...ids]}::text[]) ORDER BY created_at, id`;
  return rows.map((row) => row.id);
}

export async function parkedEvents(
  db: Db,
  limit: number,
): Promise<{ id: string; receivedAt: Date; waitsFor: string }[]> {
  return db.$queryRaw<{ id: string; receivedAt: Date; waitsFor: string }[]>`
    SELECT id, received_at AS "receivedAt", waits_for AS "waitsFor" FROM stripe_event
    WHERE outcome = 'PARKED' ORDER BY received_at LIMIT ${limit}::int`;
}

export function objectIdOf(event: Stripe.Event): string {
  const object = event.data.object as { readonly id?: string };
  return object.id ?? event.id;
}

/** Over what the event says; how often it is still to be delivered is not part of it. */
function contentHash(event: Stripe.Event): string {
  return createHash("sha256")
    .update(JSON.stringify([event.type, event.created, event.data]))
    .digest("hex");
}
