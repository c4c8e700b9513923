import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import type { ProposeRuleFailure } from "./rule-failure";
import { splitRuleProblem, type SplitRuleRates } from "./split-rule";

export type ProposedVersion = { readonly id: string; readonly version: number };

/**
 * Proposes the next version of a split rule, or the first of a new code. It binds nobody until another person approves
 * it, and then only orders placed from `validFrom` on. One version of a code waits at a time.
 */
export async function proposeSplitRule(request: {
  readonly actor: Actor;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly rates: SplitRuleRates;
  /** now or later */
  readonly validFrom: Date;
  readonly now: Date;
}): Promise<Result<ProposedVersion, ProposeRuleFailure>> {
  const { actor, code, rates, validFrom, now } = request;
  if (!can(actor, "split-rule:propose")) return failed({ kind: "not-allowed" });
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(code)) return failed({ kind: "bad-code" });
  if (request.name.trim() === "" || request.nameEn.trim() === "") return failed({ kind: "no-name" });
  const problem = splitRuleProblem(rates);
  if (problem) return failed({ kind: "bad-split", problem });
  if (validFrom < now) return failed({ kind: "starts-in-the-past" });

  return withTransaction("propose split rule", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('split_rule'), hashtext(${code}))`;
    const last = await tx.splitRule.findFirst({
      where: { code },
      orderBy: { version: "desc" },
      select: { version: true, validFrom: true, approvedAt: true, rejectedAt: true },
    });
    if (last && !last.approvedAt && !last.rejectedAt) return failed({ kind: "another-waits", version: last.version });
    if (last?.approvedAt && validFrom < last.validFrom) return failed({ kind: "starts-before-the-last-version" });

    const id = newId(now);
    const version = (last?.version ?? 0) + 1;
    await tx.splitRule.create({
      data: {
        id,
        code,
        version,
        name: request.name.trim(),
        nameEn: request.nameEn.trim(),
        cooperativeBps: rates.cooperativeBps,
        reserveBps: rates.reserveBps,
        servicePointBps: rates.servicePointBps,
        villageBps: rates.villageBps,
        validFrom,
        createdById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      },
    });
    await logAccess(tx, { actor, action: "split-rule:propose", subjectKind: "split-rule", subjectId: id, now });
    return succeeded({ id, version });
  });
}
