import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { isId, newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { hashToken, newToken } from "~/platform/secret-token.server";
import { lockHousehold } from "./household-lock.server";

export type IssueCardFailure = { readonly kind: "not-found" } | { readonly kind: "nothing-to-ask" };

/**
 * A new printed card for a household; the one before opens nothing any more. Its token is answered once, for the print, and
 * stored nowhere. A card without bank account and phone has no digits to ask for.
 */
export async function issueHouseholdCard(request: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly now: Date;
}): Promise<Result<{ readonly token: string }, IssueCardFailure>> {
  const { actor, householdId, now } = request;
  if (!isId(householdId)) return failed({ kind: "not-found" });
  return withTransaction("issue household card", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode })) {
      return failed({ kind: "not-found" });
    }
    const known = await tx.household.findUniqueOrThrow({
      where: { id: householdId },
      select: { phoneCipher: true, bankAccountCipher: true },
    });
    if (known.phoneCipher === null && known.bankAccountCipher === null) return failed({ kind: "nothing-to-ask" });
    await tx.householdCard.updateMany({ where: { householdId, revokedAt: null }, data: { revokedAt: now } });
    const token = newToken();
    const issuedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
    await tx.householdCard.create({
      data: { id: newId(now), householdId, tokenHash: hashToken(token), issuedAt: now, issuedById },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "household:card", subjectKind: "household", subjectId: householdId, now });
    return succeeded({ token });
  });
}

export function explainIssueCardFailure(failure: IssueCardFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "nothing-to-ask":
      return "户卡上既没有银行账号也没有手机号，没有可以核对的数字。请先补登一样。";
  }
}
