import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { savePhoto } from "~/media/save-photo.server";
import { db, withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { LARGEST_QUANTITY } from "./intake-weight";
import { changedSince } from "./lot-change-store.server";
import { lotSubject } from "./lot-store.server";
import type { WriteOffFailure } from "./lot-failure";
import type { WriteOffKind } from "./write-off-kind";

/**
 * Takes goods that cannot be sold out of a lot's stock. Only what no order holds: one conditional statement decides,
 * so that a box promised at the same moment is never written off. The photo of what spoilt, if there is one, is private.
 */
export async function writeOffLot(request: {
  readonly actor: Actor;
  readonly lotId: string;
  readonly kind?: WriteOffKind;
  /** base units */
  readonly quantity: number;
  readonly reason: string;
  readonly photo?: Uint8Array;
  /** how many of the lot's movements whoever writes this had before them */
  readonly seenEvents?: number;
  readonly now: Date;
}): Promise<Result<{ readonly left: number }, WriteOffFailure>> {
  const { actor, lotId, quantity, photo, now } = request;
  const reason = request.reason.trim();
  const subject = await lotSubject(db(), lotId);
  if (!subject || !can(actor, "lot:edit", subject)) return failed({ kind: "no-such-lot" });
  if (reason === "") return failed({ kind: "no-reason" });
  // Outside the transaction: reading a picture takes its time. One that is saved and then not needed is nobody's.
  const owner = subject.cooperativeId
    ? ({ kind: "COOPERATIVE", id: subject.cooperativeId } as const)
    : ({ kind: "HOUSEHOLD", id: subject.householdId ?? "" } as const);
  const saved = photo && (await savePhoto({ bytes: photo, kind: "LOSS", owner, alt: reason, actor, now }));
  if (saved && !saved.ok) return saved;
  return withTransaction("write off lot", async (tx) => {
    const change = await changedSince(tx, lotId, request.seenEvents);
    if (change) return failed({ kind: "changed-meanwhile", change });
    if (!Number.isInteger(quantity) || quantity <= 0 || quantity > LARGEST_QUANTITY)
      return failed({ kind: "bad-quantity" });
    const [taken] = await tx.$queryRaw<{ available: number }[]>`
      UPDATE lot SET available = available - ${quantity}::int
      WHERE id = ${lotId}::uuid AND status = 'SEALED' AND available >= ${quantity}::int
      RETURNING available`;
    if (!taken) {
      const lot = await tx.lot.findUnique({ where: { id: lotId }, select: { available: true } });
      return failed({ kind: "not-that-much-left", left: lot?.available ?? 0 });
    }
    await tx.lotEvent.create({
      data: {
        id: newId(now),
        lotId,
        kind: request.kind ?? "LOSS",
        quantity,
        reason,
        mediaId: saved?.value.mediaId ?? null,
        at: now,
        actorId: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      },
    });
    await enqueue(tx, { topic: "lot.changed", key: lotId });
    return succeeded({ left: taken.available });
  });
}
