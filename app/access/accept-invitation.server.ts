import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { type Db, type Transaction, withTransaction } from "~/platform/db.server";
import { hashToken } from "~/platform/secret-token.server";
import { logAccess } from "./access-log-store.server";
import { lockAccount } from "./account-lock.server";
import type { Actor } from "./actor";
import { grantWords } from "./grant-words";
import type { AcceptFailure } from "./invitation";
import { isLoginName, normalLoginName } from "./login-name";
import { hashPassword } from "./password.server";
import { passwordProblem } from "./password-rule";
import type { GrantableRole } from "./role";
import { endSessionsOf } from "./session-store.server";

export type OpenInvitation = {
  readonly role: GrantableRole;
  readonly scopeKind: string;
  readonly scopeId: string;
  readonly displayName: string;
  readonly expiresAt: Date;
  readonly over: "used" | "withdrawn" | "expired" | undefined;
};

type Row = OpenInvitation & {
  readonly id: string;
  readonly channel: string;
  readonly recipient: string;
  readonly invitedById: string | null;
  readonly usedAt: Date | null;
  readonly withdrawnAt: Date | null;
};

/** What a link is for; undefined when there is no such link. */
export async function findInvitation(db: Db, token: string, now: Date): Promise<OpenInvitation | undefined> {
  const row = await db.invitation.findUnique({ where: { tokenHash: hashToken(token) } });
  if (!row) return undefined;
  return {
    role: row.role as GrantableRole,
    scopeKind: row.scopeKind,
    scopeId: row.scopeId,
    displayName: row.displayName,
    expiresAt: row.expiresAt,
    over: overOf(row, now),
  };
}

/**
 * Uses the link, once: makes an account with the chosen name and password, or gives the role to the signed-in account.
 * Whoever comes second finds it used. An account that gains a role signs in anew.
 */
export async function acceptInvitation(request: {
  readonly token: string;
  readonly account:
    | { readonly kind: "new"; readonly loginName: string; readonly password: string }
    | { readonly kind: "own"; readonly actor: Actor };
  readonly now: Date;
}): Promise<Result<{ readonly userId: string; readonly role: GrantableRole }, AcceptFailure>> {
  const { account, now } = request;
  let fresh: { loginName: string; passwordHash: string } | undefined;
  if (account.kind === "new") {
    const loginName = normalLoginName(account.loginName);
    if (!isLoginName(loginName)) return failed({ kind: "bad-login-name" });
    const problem = passwordProblem(account.password, loginName);
    if (problem) return failed({ kind: "bad-password", problem });
    fresh = { loginName, passwordHash: await hashPassword(account.password) };
  }
  return withTransaction("accept invitation", async (tx) => {
    const [invitation] = await tx.$queryRaw<Row[]>`
      SELECT id, role, scope_kind AS "scopeKind", scope_id AS "scopeId", display_name AS "displayName", channel, recipient,
        invited_by_id AS "invitedById", expires_at AS "expiresAt", used_at AS "usedAt", withdrawn_at AS "withdrawnAt"
      FROM invitation WHERE token_hash = ${hashToken(request.token)} FOR UPDATE`;
    if (!invitation) return failed({ kind: "no-such-invitation" });
    const why = overOf(invitation, now);
    if (why) return failed({ kind: "over", why });
    const userId = account.kind === "own" ? account.actor.userId : newId(now);
    if (fresh && !(await insertUser(tx, { ...fresh, userId, invitation, now }))) {
      return failed({ kind: "login-name-taken", loginName: fresh.loginName });
    }
    await lockAccount(tx, userId);
    const { role, scopeKind, scopeId } = invitation;
    const has = await tx.roleGrant.count({ where: { userId, role, scopeId, revokedAt: null } });
    if (has === 0) {
      await tx.roleGrant.create({
        data: {
          id: newId(now),
          userId,
          role,
          scopeKind,
          scopeId,
          grantedAt: now,
          grantedById: invitation.invitedById,
        },
      });
    }
    await tx.invitation.update({ where: { id: invitation.id }, data: { usedAt: now, usedById: userId } });
    await endSessionsOf(tx, userId);
    await logAccess(tx, {
      actor: { userId },
      action: "invitation:accept",
      subjectKind: "user",
      subjectId: userId,
      reason: grantWords(role, scopeId),
      now,
    });
    return succeeded({ userId, role });
  });
}

async function insertUser(
  tx: Transaction,
  user: { userId: string; loginName: string; passwordHash: string; invitation: Row; now: Date },
): Promise<boolean> {
  const { userId, invitation, now } = user;
  const created = await tx.user.createMany({
    data: {
      id: userId,
      loginName: user.loginName,
      displayName: invitation.displayName,
      passwordHash: user.passwordHash,
      email: invitation.channel === "EMAIL" ? invitation.recipient : null,
      phone: invitation.channel === "SMS" ? invitation.recipient : null,
      locale: "zh",
      createdAt: now,
    },
    skipDuplicates: true,
  });
  return created.count === 1;
}

function overOf(invitation: Pick<Row, "usedAt" | "withdrawnAt" | "expiresAt">, now: Date): OpenInvitation["over"] {
  if (invitation.usedAt) return "used";
  if (invitation.withdrawnAt) return "withdrawn";
  return invitation.expiresAt <= now ? "expired" : undefined;
}
