import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import { SYSTEM_USER_ID, type Actor } from "./actor";
import { grantWords } from "./grant-words";
import { can } from "./permissions";
import { ROLE_RULES, type GrantableRole } from "./role";
import { isScopeId } from "./scope-id";
import { endSessionsOf } from "./session-store.server";

export type GrantRoleFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "own-account" }
  | { readonly kind: "no-such-user" }
  | { readonly kind: "bad-scope"; readonly role: GrantableRole }
  | { readonly kind: "already-granted" };

/**
 * Gives an account a role over one scope. The account's sessions end: it signs in anew, with a new session id and the new role.
 * Nobody grants anything to themselves.
 */
export async function grantRole(input: {
  readonly actor: Actor;
  readonly userId: string;
  readonly role: GrantableRole;
  /** area code, or id of the cooperative, service point or household; "" for a role of the platform */
  readonly scopeId: string;
  readonly now: Date;
}): Promise<Result<{ readonly grantId: string }, GrantRoleFailure>> {
  const { actor, userId, role, scopeId, now } = input;
  if (!can(actor, "user:manage")) return failed({ kind: "not-allowed" });
  if (actor.userId === userId) return failed({ kind: "own-account" });
  const { scopeKind } = ROLE_RULES[role];
  if (!isScopeId(scopeKind, scopeId)) return failed({ kind: "bad-scope", role });

  return withTransaction("grant role", async (tx) => {
    const [user] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`;
    if (!user) return failed({ kind: "no-such-user" });
    const same = await tx.roleGrant.count({ where: { userId, role, scopeKind, scopeId, revokedAt: null } });
    if (same > 0) return failed({ kind: "already-granted" });

    const grantId = newId(now);
    const grantedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
    await tx.roleGrant.create({ data: { id: grantId, userId, role, scopeKind, scopeId, grantedAt: now, grantedById } });
    await endSessionsOf(tx, userId);
    await logAccess(tx, {
      actor,
      action: "grant:give",
      subjectKind: "user",
      subjectId: userId,
      reason: grantWords(role, scopeId),
      now,
    });
    return succeeded({ grantId });
  });
}

export function explainGrantRoleFailure(failure: GrantRoleFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以授权。";
    case "own-account":
      return "不能给自己授权，请由另一位运营人员办理。";
    case "no-such-user":
      return "没有这个账号。";
    case "bad-scope":
      return SCOPE_WORDS[ROLE_RULES[failure.role].scopeKind];
    case "already-granted":
      return "该账号已有这项授权。";
  }
}

const SCOPE_WORDS = {
  PLATFORM: "平台角色不填范围。",
  AREA: "请填行政区划代码：2、4、6、9 或 12 位数字。",
  COOPERATIVE: "请选择合作社。",
  SERVICE_POINT: "请选择服务点。",
  HOUSEHOLD: "请填农户的编号。",
} as const;
