import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { type Transaction, withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import { lockAccount } from "./account-lock.server";
import type { Actor } from "./actor";
import { grantWords } from "./grant-words";
import type { StaffFailure } from "./invitation";
import { can } from "./permissions";
import { COOPERATIVE_ROLES } from "./role";
import { endSessionsOf } from "./session-store.server";

type Change = {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly grantId: string;
  readonly now: Date;
};

/** Ends somebody's work for a cooperative, at once: their sessions die. A cooperative keeps at least one manager. */
export async function endStaffRole(change: Change): Promise<Result<undefined, StaffFailure>> {
  return changed("end staff role", change, undefined);
}

/** Gives somebody another post in the same cooperative; the old one stays on record with its end. */
export async function changeStaffRole(
  change: Change & { readonly role: (typeof COOPERATIVE_ROLES)[number] },
): Promise<Result<undefined, StaffFailure>> {
  return changed("change staff role", change, change.role);
}

async function changed(
  name: string,
  { actor, cooperativeId, grantId, now }: Change,
  role: string | undefined,
): Promise<Result<undefined, StaffFailure>> {
  if (!can(actor, "staff:manage", { cooperativeId })) return failed({ kind: "not-allowed" });
  return withTransaction(name, async (tx) => {
    // Two managers who end each other wait here: the second finds itself the last.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('staff'), hashtext(${cooperativeId}))`;
    const grant = await tx.roleGrant.findFirst({
      where: { id: grantId, scopeId: cooperativeId, role: { in: [...COOPERATIVE_ROLES] }, revokedAt: null },
      select: { userId: true, role: true },
    });
    if (!grant) return failed({ kind: "no-such-grant" });
    if (role === grant.role) return failed({ kind: "same-role" });
    if (grant.role === "COOP_MANAGER" && (await managers(tx, cooperativeId)) <= 1) {
      return failed({ kind: "last-manager" });
    }
    await lockAccount(tx, grant.userId);
    const revoked = await tx.roleGrant.updateMany({
      where: { id: grantId, revokedAt: null },
      data: { revokedAt: now },
    });
    if (revoked.count === 0) return failed({ kind: "no-such-grant" });
    const subject = { subjectKind: "user" as const, subjectId: grant.userId };
    const words = grantWords(grant.role, cooperativeId);
    await logAccess(tx, { actor, action: "grant:take", ...subject, reason: words, now });
    const { userId } = grant;
    if (role !== undefined) {
      const has = await tx.roleGrant.count({ where: { userId, role, scopeId: cooperativeId, revokedAt: null } });
      if (has === 0) {
        const given = { userId, role, scopeKind: "COOPERATIVE", scopeId: cooperativeId };
        await tx.roleGrant.create({ data: { id: newId(now), ...given, grantedAt: now, grantedById: actor.userId } });
        const reason = grantWords(role, cooperativeId);
        await logAccess(tx, { actor, action: "grant:give", ...subject, reason, now });
      }
    }
    await endSessionsOf(tx, userId);
    return succeeded(undefined);
  });
}

/** Managers who can still sign in. */
async function managers(tx: Transaction, cooperativeId: string): Promise<number> {
  const found = await tx.roleGrant.findMany({
    where: { role: "COOP_MANAGER", scopeId: cooperativeId, revokedAt: null, user: { disabledAt: null } },
    select: { userId: true },
    distinct: ["userId"],
  });
  return found.length;
}
