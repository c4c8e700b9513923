import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import type { Actor } from "./actor";
import { can } from "./permissions";
import { endSessionsOf } from "./session-store.server";

export type SetUserDisabledFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "own-account" }
  | { readonly kind: "no-such-user" };

/** Locks an account out (its sessions are dead at once), or lets it in again. Doing it twice is doing it once. */
export async function setUserDisabled(input: {
  readonly actor: Actor;
  readonly userId: string;
  readonly disabled: boolean;
  readonly now: Date;
}): Promise<Result<undefined, SetUserDisabledFailure>> {
  const { actor, userId, disabled, now } = input;
  if (!can(actor, "user:manage")) return failed({ kind: "not-allowed" });
  if (actor.userId === userId) return failed({ kind: "own-account" });

  return withTransaction("disable user", async (tx) => {
    const [user] = await tx.$queryRaw<{ disabled_at: Date | null }[]>`
      SELECT disabled_at FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`;
    if (!user) return failed({ kind: "no-such-user" });
    if ((user.disabled_at !== null) === disabled) return succeeded(undefined);
    await tx.user.update({ where: { id: userId }, data: { disabledAt: disabled ? now : null }, select: { id: true } });
    if (disabled) await endSessionsOf(tx, userId);
    const action = disabled ? "user:disable" : "user:enable";
    await logAccess(tx, { actor, action, subjectKind: "user", subjectId: userId, now });
    return succeeded(undefined);
  });
}

export function explainSetUserDisabledFailure(failure: SetUserDisabledFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以停用账号。";
    case "own-account":
      return "不能停用自己的账号。";
    case "no-such-user":
      return "没有这个账号。";
  }
}
