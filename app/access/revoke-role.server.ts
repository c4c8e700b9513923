import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import type { Actor } from "./actor";
import { grantWords } from "./grant-words";
import { can } from "./permissions";
import { endSessionsOf } from "./session-store.server";

export type RevokeRoleFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "own-account" }
  | { readonly kind: "no-such-grant" };

/** Takes a role back, at once: the account's sessions end. The grant stays on record with its end. */
export async function revokeRole(input: {
  readonly actor: Actor;
  readonly grantId: string;
  readonly now: Date;
}): Promise<Result<{ readonly userId: string }, RevokeRoleFailure>> {
  const { actor, grantId, now } = input;
  if (!can(actor, "user:manage")) return failed({ kind: "not-allowed" });

  return withTransaction("revoke role", async (tx) => {
    const grant = await tx.roleGrant.findFirst({
      where: { id: grantId, revokedAt: null },
      select: { userId: true, role: true, scopeId: true },
    });
    if (!grant) return failed({ kind: "no-such-grant" });
    // An operator who takes their own role could leave the platform without one.
    if (grant.userId === actor.userId) return failed({ kind: "own-account" });
    const revoked = await tx.roleGrant.updateMany({
      where: { id: grantId, revokedAt: null },
      data: { revokedAt: now },
    });
    if (revoked.count === 0) return failed({ kind: "no-such-grant" });
    await endSessionsOf(tx, grant.userId);
    const reason = grantWords(grant.role, grant.scopeId);
    await logAccess(tx, { actor, action: "grant:take", subjectKind: "user", subjectId: grant.userId, reason, now });
    return succeeded({ userId: grant.userId });
  });
}

export function explainRevokeRoleFailure(failure: RevokeRoleFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以收回授权。";
    case "own-account":
      return "不能收回自己的授权，请由另一位运营人员办理。";
    case "no-such-grant":
      return "这项授权已经收回。";
  }
}
