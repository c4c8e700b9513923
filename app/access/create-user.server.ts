import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import type { Actor } from "./actor";
import { isLoginName, normalLoginName } from "./login-name";
import { hashPassword } from "./password.server";
import { explainPasswordProblem, passwordProblem, type PasswordProblem } from "./password-rule";

export type CreateUserFailure =
  | { readonly kind: "bad-login-name" }
  | { readonly kind: "login-name-taken"; readonly loginName: string }
  | { readonly kind: "bad-password"; readonly problem: PasswordProblem };

/**
 * Makes an account without any grant. Refuses a login name that is taken or malformed, and a weak password.
 * `actor` is who makes it: an operator, the system, or undefined for a shopper registering.
 */
export async function createUser(input: {
  readonly actor: Actor | undefined;
  readonly loginName: string;
  readonly displayName: string;
  readonly password: string;
  readonly email?: string;
  readonly phone?: string;
  readonly locale?: "zh" | "en";
  readonly now: Date;
}): Promise<Result<{ readonly userId: string }, CreateUserFailure>> {
  const loginName = normalLoginName(input.loginName);
  if (!isLoginName(loginName)) return failed({ kind: "bad-login-name" });
  const problem = passwordProblem(input.password, loginName);
  if (problem) return failed({ kind: "bad-password", problem });

  const passwordHash = await hashPassword(input.password);
  const userId = newId(input.now);
  return withTransaction("create user", async (tx) => {
    const created = await tx.user.createMany({
      data: {
        id: userId,
        loginName,
        displayName: input.displayName.trim(),
        passwordHash,
        email: input.email ?? null,
        phone: input.phone ?? null,
        locale: input.locale ?? "zh",
        createdAt: input.now,
      },
      skipDuplicates: true,
    });
    if (created.count === 0) return failed({ kind: "login-name-taken", loginName });
    await logAccess(tx, {
      actor: input.actor,
      action: "user:create",
      subjectKind: "user",
      subjectId: userId,
      now: input.now,
    });
    return succeeded({ userId });
  });
}

export function explainCreateUserFailure(failure: CreateUserFailure): string {
  switch (failure.kind) {
    case "bad-login-name":
      return "登录名用 3–64 个字母、数字、汉字或 . _ - @ +，不含空格。";
    case "login-name-taken":
      return `登录名“${failure.loginName}”已经有人使用，请换一个。`;
    case "bad-password":
      return explainPasswordProblem(failure.problem);
  }
}
