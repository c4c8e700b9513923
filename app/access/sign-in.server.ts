import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { blindIndex } from "~/platform/field-encryption.server";
import { logAccess } from "./access-log-store.server";
import { lockAccount } from "./account-lock.server";
import { normalLoginName } from "./login-name";
import { passwordFits } from "./password.server";
import type { Role } from "./role";
import { endSession, openSession } from "./session-store.server";
import { explainThrottled, forgetSignInTries, takeSignInTry, type Throttled } from "./sign-in-throttle.server";

export type SignInFailure = { readonly kind: "wrong" } | Throttled;

export type SignedIn = {
  readonly userId: string;
  readonly token: string;
  readonly expiresAt: Date;
  /** the password was right, but the session signs nobody in until the second factor is given */
  readonly awaitsCode: boolean;
};

/**
 * Signs in with login name and password: a new session, whatever the browser came with (which ends).
 * Unknown name, wrong password and disabled account get the same answer after the same work. Throttled by account and address.
 */
export async function signIn(input: {
  readonly loginName: string;
  readonly password: string;
  readonly previousToken: string | undefined;
  readonly address: string;
  readonly userAgent: string;
  readonly now: Date;
}): Promise<Result<SignedIn, SignInFailure>> {
  const { address, now } = input;
  const loginName = normalLoginName(input.loginName);
  const throttled = await takeSignInTry(loginName, address);
  if (throttled) {
    log.warn({ account: blindIndex("login", loginName) }, "sign-in throttled");
    return failed(throttled);
  }

  const user = await db().user.findUnique({
    where: { loginName },
    select: { id: true, passwordHash: true, disabledAt: true },
  });
  const fits = await passwordFits(user?.passwordHash, input.password);
  if (!user || !fits || user.disabledAt !== null) return refused(loginName);
  await forgetSignInTries(loginName, address);

  const signedIn = await withTransaction("sign in", async (tx) => {
    // Looking at a password takes its time: it may be another one by now.
    const account = await lockAccount(tx, user.id);
    if (account.disabledAt !== null || account.passwordHash !== user.passwordHash) return undefined;
    const awaitsCode = account.totpEnabledAt !== null;
    const roles = account.roles as Role[];
    if (input.previousToken !== undefined) await endSession(tx, input.previousToken);
    const action = awaitsCode ? "session:password" : "session:open";
    await logAccess(tx, { actor: { userId: user.id }, action, subjectKind: "user", subjectId: user.id, now });
    const session = await openSession(tx, { userId: user.id, roles, awaitsCode, userAgent: input.userAgent, now });
    return { userId: user.id, token: session.token, expiresAt: session.expiresAt, awaitsCode };
  });
  return signedIn ? succeeded(signedIn) : refused(loginName);
}

function refused(loginName: string): Result<never, SignInFailure> {
  log.warn({ account: blindIndex("login", loginName) }, "sign-in refused");
  return failed({ kind: "wrong" });
}

export function explainSignInFailure(failure: SignInFailure): string {
  switch (failure.kind) {
    case "wrong":
      return "登录名或密码不正确。请检查后重新输入。";
    case "throttled":
      return explainThrottled(failure);
  }
}
