import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import { passwordFits } from "./password.server";
import { replaceRecoveryCodes } from "./recovery-code.server";
import { endSessionsOf, type OpenSession } from "./session-store.server";
import { explainThrottled, forgetCodeTries, takeCodeTry, type Throttled } from "./sign-in-throttle.server";
import { findTotp, spendTotpStep, storeUnconfirmedTotp } from "./totp-store.server";
import { newTotpSecret, totpStep, totpUri } from "./totp.server";

export type TotpToEnrol = { readonly secret: string; readonly uri: string };

/**
 * The secret to be scanned into the authenticator: the one begun before, or a new one, until it is confirmed.
 * Undefined when a second factor is already on: it is replaced by resetting it first, which asks for the password.
 */
export async function beginTotp(session: OpenSession): Promise<TotpToEnrol | undefined> {
  const { userId } = session;
  let begun = await findTotp(db(), userId);
  if (!begun) {
    await storeUnconfirmedTotp(db(), userId, newTotpSecret());
    // Another page of the same account may have been first.
    begun = await findTotp(db(), userId);
  }
  if (!begun || begun.enabled) return undefined;
  const { secret } = begun;
  return { secret, uri: totpUri(session.loginName, secret) };
}

export type ConfirmTotpFailure = { readonly kind: "wrong-code" } | { readonly kind: "not-begun" } | Throttled;

/**
 * Turns the second factor on when the code proves that the app has the secret. Answers the recovery codes, once; the
 * account's sessions elsewhere end, because they were opened without it.
 */
export async function confirmTotp(input: {
  readonly session: OpenSession;
  readonly code: string;
  readonly now: Date;
}): Promise<Result<{ readonly recoveryCodes: readonly string[] }, ConfirmTotpFailure>> {
  const { session, now } = input;
  const { userId } = session;
  const throttled = await takeCodeTry(userId);
  if (throttled) return failed(throttled);
  const begun = await findTotp(db(), userId);
  if (!begun || begun.enabled) return failed({ kind: "not-begun" });
  const step = totpStep(begun.secret, input.code, now, undefined);
  if (step === undefined) return failed({ kind: "wrong-code" });

  const recoveryCodes = await withTransaction("confirm second factor", async (tx) => {
    const enabled = await tx.user.updateMany({
      where: { id: userId, totpEnabledAt: null, totpCipher: { not: null } },
      data: { totpEnabledAt: now },
    });
    if (enabled.count === 0) return undefined;
    await spendTotpStep(tx, userId, step);
    const codes = await replaceRecoveryCodes(tx, userId, now);
    await endSessionsOf(tx, userId, session.sessionId);
    await logAccess(tx, { actor: session, action: "second-factor:on", subjectKind: "user", subjectId: userId, now });
    return codes;
  });
  if (!recoveryCodes) return failed({ kind: "not-begun" });
  await forgetCodeTries(userId);
  return succeeded({ recoveryCodes });
}

export function explainConfirmTotpFailure(failure: ConfirmTotpFailure): string {
  switch (failure.kind) {
    case "wrong-code":
      return "验证码不正确。请确认手机时间准确，输入应用当前显示的六位数字。";
    case "not-begun":
      return "两步验证已经启用。";
    case "throttled":
      return explainThrottled(failure);
  }
}

/** Takes the second factor off, so that a new one can be set up. Asks for the password: an unattended screen is not enough. */
export async function removeTotp(input: {
  readonly session: OpenSession;
  readonly password: string;
  readonly now: Date;
}): Promise<Result<undefined, { readonly kind: "wrong-password" } | Throttled>> {
  const { session, now } = input;
  const throttled = await takeCodeTry(session.userId);
  if (throttled) return failed(throttled);
  const user = await db().user.findUniqueOrThrow({ where: { id: session.userId }, select: { passwordHash: true } });
  if (!(await passwordFits(user.passwordHash, input.password))) return failed({ kind: "wrong-password" });

  await withTransaction("remove second factor", async (tx) => {
    await clearTotp(tx, session.userId);
    await endSessionsOf(tx, session.userId, session.sessionId);
    const subject = { subjectKind: "user" as const, subjectId: session.userId };
    await logAccess(tx, { actor: session, action: "second-factor:off", ...subject, now });
  });
  await forgetCodeTries(session.userId);
  return succeeded(undefined);
}

/** Forgets the secret and the recovery codes. */
export async function clearTotp(tx: Parameters<typeof findTotp>[0], userId: string): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { totpCipher: null, totpEnabledAt: null, totpLastStep: null },
    select: { id: true },
  });
  await tx.recoveryCode.deleteMany({ where: { userId } });
}
