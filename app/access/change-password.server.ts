import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import { hashPassword, passwordFits } from "./password.server";
import { explainPasswordProblem, passwordProblem, type PasswordProblem } from "./password-rule";
import { endSessionsOf, openSession, type OpenSession } from "./session-store.server";
import { explainThrottled, forgetCodeTries, takeCodeTry, type Throttled } from "./sign-in-throttle.server";

export type ChangePasswordFailure =
  | { readonly kind: "wrong-password" }
  | { readonly kind: "bad-password"; readonly problem: PasswordProblem }
  | { readonly kind: "same-password" }
  | Throttled;

/** Sets a new password when the present one is right. All sessions end; this browser gets a new one. */
export async function changePassword(input: {
  readonly session: OpenSession;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly userAgent: string;
  readonly now: Date;
}): Promise<Result<{ readonly token: string; readonly expiresAt: Date }, ChangePasswordFailure>> {
  const { session, now } = input;
  const { userId } = session;
  const throttled = await takeCodeTry(userId);
  if (throttled) return failed(throttled);
  const user = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  if (!(await passwordFits(user.passwordHash, input.currentPassword))) return failed({ kind: "wrong-password" });
  await forgetCodeTries(userId);
  const problem = passwordProblem(input.newPassword, session.loginName);
  if (problem) return failed({ kind: "bad-password", problem });
  if (input.newPassword === input.currentPassword) return failed({ kind: "same-password" });

  const passwordHash = await hashPassword(input.newPassword);
  const opened = await withTransaction("change password", async (tx) => {
    const changed = await tx.user.updateMany({
      where: { id: userId, passwordHash: user.passwordHash, disabledAt: null },
      data: { passwordHash },
    });
    if (changed.count === 0) return undefined;
    await endSessionsOf(tx, userId);
    await logAccess(tx, { actor: session, action: "password:change", subjectKind: "user", subjectId: userId, now });
    const roles = session.grants.map((grant) => grant.role);
    return openSession(tx, { userId, roles, awaitsCode: false, userAgent: input.userAgent, now });
  });
  // The password that was right has been changed meanwhile.
  if (!opened) return failed({ kind: "wrong-password" });
  return succeeded({ token: opened.token, expiresAt: opened.expiresAt });
}

export function explainChangePasswordFailure(failure: ChangePasswordFailure): string {
  switch (failure.kind) {
    case "wrong-password":
      return "当前密码不正确。";
    case "bad-password":
      return explainPasswordProblem(failure.problem);
    case "same-password":
      return "新密码与当前密码相同，请换一个。";
    case "throttled":
      return explainThrottled(failure);
  }
}
