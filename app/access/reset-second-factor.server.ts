import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import type { Actor } from "./actor";
import { clearTotp } from "./enrol-totp.server";
import { can } from "./permissions";
import { endSessionsOf } from "./session-store.server";

export type ResetSecondFactorFailure =
  | { readonly kind: "not-allowed" }
  | { readonly kind: "own-account" }
  | { readonly kind: "no-such-user" }
  | { readonly kind: "reason-missing" };

/** For someone who lost phone and recovery codes: an operator who has made sure of the person takes the second factor off. */
export async function resetSecondFactor(input: {
  readonly actor: Actor;
  readonly userId: string;
  /** how the person was recognised */
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<undefined, ResetSecondFactorFailure>> {
  const { actor, userId, now } = input;
  const reason = input.reason.trim();
  if (!can(actor, "user:manage")) return failed({ kind: "not-allowed" });
  if (actor.userId === userId) return failed({ kind: "own-account" });
  if (reason === "") return failed({ kind: "reason-missing" });
  return withTransaction("reset second factor", async (tx) => {
    if ((await tx.user.count({ where: { id: userId } })) === 0) return failed({ kind: "no-such-user" });
    await clearTotp(tx, userId);
    await endSessionsOf(tx, userId);
    await logAccess(tx, { actor, action: "second-factor:reset", subjectKind: "user", subjectId: userId, reason, now });
    return succeeded(undefined);
  });
}

export function explainResetSecondFactorFailure(failure: ResetSecondFactorFailure): string {
  switch (failure.kind) {
    case "not-allowed":
      return "只有平台运营可以重置两步验证。";
    case "own-account":
      return "自己的两步验证请在“账号安全”里更换。";
    case "no-such-user":
      return "没有这个账号。";
    case "reason-missing":
      return "请写明如何确认了本人身份。";
  }
}
