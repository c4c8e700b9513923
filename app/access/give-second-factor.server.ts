import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import { lockAccount } from "./account-lock.server";
import { spendRecoveryCode } from "./recovery-code.server";
import { endSession, findSession, openSession } from "./session-store.server";
import { explainThrottled, forgetCodeTries, takeCodeTry, type Throttled } from "./sign-in-throttle.server";
import { findTotp, spendTotpStep } from "./totp-store.server";
import { totpStep } from "./totp.server";

export type SecondFactorFailure = { readonly kind: "wrong-code" } | { readonly kind: "start-again" } | Throttled;

/**
 * Turns the session that awaits a code into a signed-in one, with a new id. Takes the authenticator's six digits or a
 * recovery code; each is good once. `start-again`: the password was given too long ago.
 */
export async function giveSecondFactor(input: {
  readonly token: string | undefined;
  readonly code: string;
  readonly userAgent: string;
  readonly now: Date;
}): Promise<Result<{ readonly token: string; readonly expiresAt: Date }, SecondFactorFailure>> {
  const { token, code, now } = input;
  const waiting = token === undefined ? undefined : await findSession(db(), token, now);
  if (token === undefined || !waiting?.awaitsCode) return failed({ kind: "start-again" });
  const { userId } = waiting;
  const throttled = await takeCodeTry(userId);
  if (throttled) return failed(throttled);

  const totp = await findTotp(db(), userId);
  const step = totp?.enabled ? totpStep(totp.secret, code, now, totp.lastStep) : undefined;
  const session = await withTransaction("give second factor", async (tx) => {
    await lockAccount(tx, userId);
    if (!(await findSession(tx, token, now))) return failed({ kind: "start-again" });
    const spent =
      step === undefined ? await spendRecoveryCode(tx, userId, code, now) : await spendTotpStep(tx, userId, step);
    if (!spent) return failed({ kind: "wrong-code" });
    await endSession(tx, token);
    const reason = step === undefined ? "recovery code" : "authenticator";
    await logAccess(tx, {
      actor: waiting,
      action: "session:open",
      subjectKind: "user",
      subjectId: userId,
      reason,
      now,
    });
    const roles = waiting.grants.map((grant) => grant.role);
    return succeeded(await openSession(tx, { userId, roles, awaitsCode: false, userAgent: input.userAgent, now }));
  });
  if (!session.ok) return session;
  await forgetCodeTries(userId);
  return succeeded({ token: session.value.token, expiresAt: session.value.expiresAt });
}

export function explainSecondFactorFailure(failure: SecondFactorFailure): string {
  switch (failure.kind) {
    case "wrong-code":
      return "验证码不正确或已经用过。请等应用显示下一个六位数字，再输入一次。";
    case "start-again":
      return "验证已超时，请重新登录。";
    case "throttled":
      return explainThrottled(failure);
  }
}
