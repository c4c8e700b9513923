import { logAccess } from "~/access/access-log-store.server";
import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import type { ApproveRuleFailure } from "./rule-failure";

/** Turns a proposed version down; its proposer may do so, too. It stays in the list and is never in force. */
export async function rejectSplitRule(request: {
  readonly actor: Actor;
  readonly ruleId: string;
  readonly now: Date;
}): Promise<Result<undefined, ApproveRuleFailure>> {
  const { actor, ruleId, now } = request;
  if (!can(actor, "split-rule:approve")) return failed({ kind: "not-allowed" });
  return withTransaction("reject split rule", async (tx) => {
    const rejectedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
    const { count } = await tx.splitRule.updateMany({
      where: { id: ruleId, approvedAt: null, rejectedAt: null },
      data: { rejectedById, rejectedAt: now },
    });
    if (count === 0) {
      const known = await tx.splitRule.count({ where: { id: ruleId } });
      return failed({ kind: known === 0 ? "no-such-version" : "already-decided" });
    }
    await logAccess(tx, { actor, action: "split-rule:reject", subjectKind: "split-rule", subjectId: ruleId, now });
    return succeeded(undefined);
  });
}
