import { logAccess } from "~/access/access-log-store.server";
import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueueAll } from "~/platform/outbox.server";
import type { ApproveRuleFailure } from "./rule-failure";

/**
 * Approves a proposed version: another person than the proposer. It is in force from its `validFrom`, never earlier
 * than the approval. What listings show of the household's share changes with it, so their search entries follow.
 */
export async function approveSplitRule(request: {
  readonly actor: Actor;
  readonly ruleId: string;
  readonly now: Date;
}): Promise<Result<undefined, ApproveRuleFailure>> {
  const { actor, ruleId, now } = request;
  if (!can(actor, "split-rule:approve")) return failed({ kind: "not-allowed" });
  return withTransaction("approve split rule", async (tx) => {
    const [rule] = await tx.$queryRaw<
      { code: string; createdById: string | null; decidedAt: Date | null; validFrom: Date }[]
    >`
      SELECT code, created_by_id AS "createdById", coalesce(approved_at, rejected_at) AS "decidedAt", valid_from AS "validFrom"
      FROM split_rule WHERE id = ${ruleId}::uuid FOR UPDATE`;
    if (!rule) return failed({ kind: "no-such-version" });
    if (rule.decidedAt !== null) return failed({ kind: "already-decided" });
    if (rule.createdById === actor.userId) return failed({ kind: "own-proposal" });

    const approvedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
    await tx.splitRule.update({ where: { id: ruleId }, data: { approvedById, approvedAt: now }, select: { id: true } });
    await logAccess(tx, { actor, action: "split-rule:approve", subjectKind: "split-rule", subjectId: ruleId, now });
    const listings = await tx.listing.findMany({
      where: { splitRuleCode: rule.code, status: "PUBLISHED" },
      select: { id: true },
    });
    const availableAt = rule.validFrom > now ? rule.validFrom : now;
    await enqueueAll(
      tx,
      listings.map(({ id }) => ({ topic: "listing.changed", key: id, availableAt })),
    );
    return succeeded(undefined);
  });
}
