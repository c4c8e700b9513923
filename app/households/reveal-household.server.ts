import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { isId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { maskText } from "~/platform/redact";
import { lockHousehold } from "./household-lock.server";
import { decryptHealth, decryptHouseholdField, decryptIdNumber } from "./sensitive-fields.server";

export type RevealedHousehold = {
  readonly headName: string;
  readonly phone: string | null;
  readonly bankAccount: string | null;
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    readonly idNumber: string | null;
    readonly health: string | null;
  }[];
};

export type RevealFailure = { readonly kind: "not-found" } | { readonly kind: "reason-too-short" };

const REASON_MIN = 4;

/** Shows a household's names and numbers in full, for a stated reason. The log keeps who, when and why, before anything is shown. */
export async function revealHousehold(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<RevealedHousehold, RevealFailure>> {
  const { actor, householdId, now } = input;
  const reason = input.reason.trim();
  if (!isId(householdId)) return failed({ kind: "not-found" });
  if ([...reason].length < REASON_MIN) return failed({ kind: "reason-too-short" });
  return withTransaction("reveal household", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:reveal", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const subject = { subjectKind: "household" as const, subjectId: householdId };
    await logAccess(tx, { actor, action: "household:reveal", ...subject, reason: maskText(reason), now });

    const key = { householdId, wrappedKey: household.wrappedKey };
    const row = await tx.household.findUniqueOrThrow({
      where: { id: householdId },
      select: {
        headName: true,
        phoneCipher: true,
        bankAccountCipher: true,
        members: {
          select: { id: true, name: true, idNumberCipher: true, healthCipher: true },
          orderBy: [{ joinedOn: "asc" }, { id: "asc" }],
        },
      },
    });
    const { phoneCipher, bankAccountCipher } = row;
    return succeeded({
      headName: row.headName,
      phone: phoneCipher === null ? null : decryptHouseholdField(key, "phone_cipher", phoneCipher),
      bankAccount:
        bankAccountCipher === null ? null : decryptHouseholdField(key, "bank_account_cipher", bankAccountCipher),
      members: row.members.map(({ id, name, idNumberCipher, healthCipher }) => ({
        id,
        name,
        idNumber: idNumberCipher === null ? null : decryptIdNumber(key, id, idNumberCipher),
        health: healthCipher === null ? null : decryptHealth(key, id, healthCipher),
      })),
    });
  });
}

export function explainRevealFailure(failure: RevealFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "reason-too-short":
      return `请写明查看的事由（至少 ${REASON_MIN} 个字），例如“入户核实银行卡号”。`;
  }
}
