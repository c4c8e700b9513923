import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { LARGEST_QUANTITY } from "./intake-weight";
import { changedSince } from "./lot-change-store.server";
import type { LotMoveFailure } from "./lot-move-failure";
import { lotSubject } from "./lot-store.server";

/**
 * Corrects a lot's free stock to what was counted. `seen` is what the books said when somebody began to count: when an
 * order or a colleague took some since, the count is refused. More than was ever lost cannot be found again: it would
 * have nobody who delivered it.
 */
export async function takeStock(request: {
  readonly actor: Actor;
  readonly lotId: string;
  /** base units that no order holds */
  readonly counted: number;
  readonly seen: number;
  /** how many of the lot's movements whoever counted had before them */
  readonly seenEvents?: number;
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<{ readonly difference: number }, LotMoveFailure>> {
  const { actor, lotId, counted, seen, now } = request;
  const reason = request.reason.trim();
  return withTransaction("take stock", async (tx) => {
    const subject = await lotSubject(tx, lotId);
    if (!subject || !can(actor, "lot:edit", subject)) return failed({ kind: "no-such-lot" });
    if (!Number.isInteger(counted) || counted < 0 || counted > LARGEST_QUANTITY)
      return failed({ kind: "bad-quantity" });
    if (reason === "") return failed({ kind: "no-reason" });
    const change = await changedSince(tx, lotId, request.seenEvents);
    if (change) return failed({ kind: "changed-meanwhile", change });
    const [lot] = await tx.$queryRaw<{ available: number }[]>`
      SELECT available FROM lot WHERE id = ${lotId}::uuid AND status = 'SEALED' FOR UPDATE`;
    if (!lot) return failed({ kind: "no-such-lot" });
    if (lot.available !== seen) return failed({ kind: "changed", left: lot.available });
    const missing = lot.available - counted;
    if (missing === 0) return failed({ kind: "nothing-to-correct" });
    const { _sum } = await tx.lotEvent.aggregate({
      where: { lotId, kind: { in: ["LOSS", "WRITE_OFF", "STOCKTAKE"] }, relatedLotId: null },
      _sum: { quantity: true },
    });
    const lost = _sum.quantity ?? 0;
    if (-missing > lost) return failed({ kind: "more-than-lost", most: lost });
    await tx.$executeRaw`UPDATE lot SET available = ${counted}::int WHERE id = ${lotId}::uuid`;
    await tx.lotEvent.create({
      data: {
        id: newId(now),
        lotId,
        kind: "STOCKTAKE",
        quantity: missing,
        reason,
        at: now,
        actorId: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      },
    });
    await enqueue(tx, { topic: "lot.changed", key: lotId });
    return succeeded({ difference: -missing });
  });
}
