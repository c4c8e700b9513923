import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { LARGEST_QUANTITY } from "./intake-weight";
import { lotSubject } from "./lot-store.server";
import type { WriteOffFailure } from "./lot-failure";

export const WRITE_OFF_KINDS = ["LOSS", "WRITE_OFF"] as const;
export type WriteOffKind = (typeof WRITE_OFF_KINDS)[number];

/** 损耗 (rot, drying, bruises) or 报废 (recalled, returned spoilt). */
export const WRITE_OFF_WORDS: Record<WriteOffKind, string> = { LOSS: "损耗", WRITE_OFF: "报废" };

/**
 * Takes goods that cannot be sold out of a lot's stock. Only what no order holds: one conditional statement decides,
 * so that a box promised at the same moment is never written off.
 */
export async function writeOffLot(request: {
  readonly actor: Actor;
  readonly lotId: string;
  readonly kind?: WriteOffKind;
  /** base units */
  readonly quantity: number;
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<{ readonly left: number }, WriteOffFailure>> {
  const { actor, lotId, quantity, now } = request;
  const reason = request.reason.trim();
  return withTransaction("write off lot", async (tx) => {
    const subject = await lotSubject(tx, lotId);
    if (!subject || !can(actor, "lot:edit", subject)) return failed({ kind: "no-such-lot" });
    if (!Number.isInteger(quantity) || quantity <= 0 || quantity > LARGEST_QUANTITY)
      return failed({ kind: "bad-quantity" });
    if (reason === "") return failed({ kind: "no-reason" });

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
        at: now,
        actorId: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      },
    });
    await enqueue(tx, { topic: "lot.changed", key: lotId });
    return succeeded({ left: taken.available });
  });
}
