import { logAccess } from "~/access/access-log-store.server";
import type { Actor } from "~/access/actor";
import type { LoggedAction } from "~/access/logged-actions";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { COOPERATIVE_MOVES, type CooperativeStatus } from "./cooperative";
import type { CooperativeMoveFailure } from "./cooperative-failure";

type Move = { readonly actor: Actor; readonly cooperativeId: string; readonly now: Date };
type MoveResult = Promise<Result<undefined, CooperativeMoveFailure>>;

/** The county's agriculture office stands behind the application (noted by the operator). */
export async function recommendCooperative(move: Move): MoveResult {
  return moveTo("RECOMMENDED", move);
}

/** From now on it may take deliveries and sell; also ends a suspension. */
export async function approveCooperative(move: Move): MoveResult {
  return moveTo("APPROVED", move);
}

/** Nothing of it can be bought until it is approved again; what was sold is still delivered and paid. */
export async function suspendCooperative(move: Move & { readonly reason: string }): MoveResult {
  return moveTo("SUSPENDED", move);
}

const LOGGED = {
  RECOMMENDED: "cooperative:recommended",
  APPROVED: "cooperative:approved",
  SUSPENDED: "cooperative:suspended",
} as const satisfies Partial<Record<CooperativeStatus, LoggedAction>>;

async function moveTo(status: keyof typeof LOGGED, move: Move & { readonly reason?: string }): MoveResult {
  const { actor, cooperativeId, now } = move;
  if (!can(actor, "cooperative:approve")) return failed({ kind: "not-allowed" });
  return withTransaction(`cooperative becomes ${status}`, async (tx) => {
    const [found] = await tx.$queryRaw<{ status: CooperativeStatus }[]>`
      SELECT status FROM cooperative WHERE id = ${cooperativeId}::uuid FOR UPDATE`;
    if (!found) return failed({ kind: "no-such-cooperative" });
    if (!COOPERATIVE_MOVES[found.status].includes(status))
      return failed({ kind: "not-from-here", status: found.status });
    await tx.cooperative.update({
      where: { id: cooperativeId },
      data: { status, ...(status === "APPROVED" ? { approvedAt: now } : {}) },
      select: { id: true },
    });
    await logAccess(tx, {
      actor,
      action: LOGGED[status],
      subjectKind: "cooperative",
      subjectId: cooperativeId,
      ...(move.reason ? { reason: move.reason } : {}),
      now,
    });
    await enqueue(tx, { topic: "cooperative.changed", key: cooperativeId });
    return succeeded(undefined);
  });
}
