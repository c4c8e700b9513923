import { addDays } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { raiseAlarm } from "./alarm-store.server";
import { applyEvent, prepareEvent } from "./apply-event.server";
import { parkedEvents, parkedFor, setOutcome, takeEvent, type Outcome } from "./event-store.server";

/** What has waited so long belongs to something that we will never know by ourselves. */
const GIVE_UP_DAYS = 3;

/** Something has become known under these names: applies what waited for it. The job below does it, too. */
export async function applyParkedFor(names: readonly (string | undefined)[]): Promise<void> {
  const known = names.filter((name) => name !== undefined);
  for (const eventId of await parkedFor(db(), known)) {
    await reapplyEvent({ eventId }).catch((error: unknown) => {
      log.error({ err: error, event: eventId }, "a parked event could not be applied; the job will try again");
    });
  }
}

/** The job: tries every parked event again; after three days a person is told instead. */
export async function applyParkedEvents({
  now,
}: {
  readonly now: Date;
}): Promise<{ applied: number; waiting: number }> {
  const count = { applied: 0, waiting: 0 };
  for (const parked of await parkedEvents(db(), 500)) {
    const outcome = await reapplyEvent({ eventId: parked.id }).catch((error: unknown) => {
      log.error({ err: error, event: parked.id }, "a parked event could not be applied");
      return undefined;
    });
    if (outcome === undefined) continue; // it will be tried again
    if (outcome !== "PARKED") count.applied++;
    else {
      count.waiting++;
      if (addDays(parked.receivedAt, GIVE_UP_DAYS) < now) await giveUp(parked.id, parked.waitsFor, now);
    }
  }
  return count;
}

/**
 * Applies a stored event anew, from what the inbox kept of it: one that was parked, or that raised an alarm whose cause
 * is gone. One that was applied stays as it is. Also the operator's "replay".
 */
export async function reapplyEvent({ eventId }: { readonly eventId: string }): Promise<Outcome["kind"] | undefined> {
  const stored = await db().stripeEvent.findUnique({
    where: { id: eventId },
    select: { payload: true, receivedAt: true },
  });
  if (!stored) return undefined;
  const prepared = await prepareEvent(stored.payload as never);
  return withTransaction("apply stored event", async (tx) => {
    const taken = await takeEvent(tx, eventId);
    if (!taken || taken.outcome === "APPLIED" || taken.outcome === "IGNORED") return taken?.outcome;
    const outcome = await applyEvent(tx, prepared, stored.receivedAt);
    await setOutcome(tx, eventId, outcome, stored.receivedAt);
    return outcome.kind;
  });
}

async function giveUp(eventId: string, waitsFor: string, now: Date): Promise<void> {
  await withTransaction("give up parked event", async (tx) => {
    // What it waited for may have become known a moment ago.
    const taken = await takeEvent(tx, eventId);
    if (taken?.outcome !== "PARKED") return;
    const detail = `event ${eventId} is about ${waitsFor}, which never became known here`;
    await setOutcome(tx, eventId, { kind: "ALARM", error: detail }, now);
    await raiseAlarm(tx, { kind: "UNKNOWN_OBJECT", subjectId: eventId, detail, now });
  });
}
