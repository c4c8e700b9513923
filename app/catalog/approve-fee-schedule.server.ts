import { logAccess } from "~/access/access-log-store.server";
import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueueAll } from "~/platform/outbox.server";
import type { ApproveRuleFailure } from "./rule-failure";

/** Approves a proposed fee schedule: another person than the proposer. */
export async function approveFeeSchedule(request: {
  readonly actor: Actor;
  readonly scheduleId: string;
  readonly now: Date;
}): Promise<Result<undefined, ApproveRuleFailure>> {
  const { actor, scheduleId, now } = request;
  if (!can(actor, "fee-schedule:approve")) return failed({ kind: "not-allowed" });
  return withTransaction("approve fee schedule", async (tx) => {
    const [schedule] = await tx.$queryRaw<{ createdById: string | null; decidedAt: Date | null; validFrom: Date }[]>`
      SELECT created_by_id AS "createdById", coalesce(approved_at, rejected_at) AS "decidedAt", valid_from AS "validFrom"
      FROM fee_schedule WHERE id = ${scheduleId}::uuid FOR UPDATE`;
    if (!schedule) return failed({ kind: "no-such-version" });
    if (schedule.decidedAt !== null) return failed({ kind: "already-decided" });
    if (schedule.createdById === actor.userId) return failed({ kind: "own-proposal" });

    const approvedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
    await tx.feeSchedule.update({
      where: { id: scheduleId },
      data: { approvedById, approvedAt: now },
      select: { id: true },
    });
    await logAccess(tx, {
      actor,
      action: "fee-schedule:approve",
      subjectKind: "fee-schedule",
      subjectId: scheduleId,
      now,
    });
    const listings = await tx.listing.findMany({ where: { status: "PUBLISHED" }, select: { id: true } });
    const availableAt = schedule.validFrom > now ? schedule.validFrom : now;
    await enqueueAll(
      tx,
      listings.map(({ id }) => ({ topic: "listing.changed", key: id, availableAt })),
    );
    return succeeded(undefined);
  });
}
