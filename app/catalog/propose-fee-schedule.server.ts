import { logAccess } from "~/access/access-log-store.server";
import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { feeScheduleProblem, type FeeScheduleRates } from "./fee-schedule";
import type { ProposedVersion } from "./propose-split-rule.server";
import type { ProposeRuleFailure } from "./rule-failure";

/** Proposes the next version of what platform and processor charge; the same two-person rule as for split rules. */
export async function proposeFeeSchedule(request: {
  readonly actor: Actor;
  readonly rates: FeeScheduleRates;
  /** now or later */
  readonly validFrom: Date;
  readonly now: Date;
}): Promise<Result<ProposedVersion, ProposeRuleFailure>> {
  const { actor, rates, validFrom, now } = request;
  if (!can(actor, "fee-schedule:propose")) return failed({ kind: "not-allowed" });
  const problem = feeScheduleProblem(rates);
  if (problem) return failed({ kind: "bad-fees", problem });
  if (validFrom < now) return failed({ kind: "starts-in-the-past" });

  return withTransaction("propose fee schedule", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('fee_schedule'), 0)`;
    const last = await tx.feeSchedule.findFirst({
      orderBy: { version: "desc" },
      select: { version: true, validFrom: true, approvedAt: true, rejectedAt: true },
    });
    if (last && !last.approvedAt && !last.rejectedAt) return failed({ kind: "another-waits", version: last.version });
    if (last?.approvedAt && validFrom < last.validFrom) return failed({ kind: "starts-before-the-last-version" });

    const id = newId(now);
    const version = (last?.version ?? 0) + 1;
    await tx.feeSchedule.create({
      data: {
        id,
        version,
        platformBps: rates.platformBps,
        processingBps: rates.processingBps,
        processingFixedFen: rates.processingFixedFen,
        validFrom,
        createdById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      },
    });
    await logAccess(tx, { actor, action: "fee-schedule:propose", subjectKind: "fee-schedule", subjectId: id, now });
    return succeeded({ id, version });
  });
}
