import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { isBankAccount, type Contact } from "./contact";
import { lockHousehold, type LockedHousehold } from "./household-lock.server";
import { isPhone } from "./phone-number";
import { bankAccountIndex, encryptHouseholdField, phoneIndex } from "./sensitive-fields.server";

export type ChangeContactFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "nothing" }
  | { readonly kind: "bad-phone" }
  | { readonly kind: "bad-account" };

/** A household's group, telephone or bank account changes; what is not given stays. Numbers are sealed as they are written. */
export async function changeContact(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly contact: Contact;
  readonly now: Date;
}): Promise<Result<undefined, ChangeContactFailure>> {
  const { actor, householdId, contact, now } = input;
  if (contact.groupName === undefined && contact.phone === undefined && contact.bank === undefined)
    return failed({ kind: "nothing" });
  if (contact.phone !== undefined && !isPhone(contact.phone)) return failed({ kind: "bad-phone" });
  if (contact.bank !== undefined && !isBankAccount(contact.bank.account)) return failed({ kind: "bad-account" });
  return withTransaction("change contact", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    await writeContact(tx, household, contact);
    await logAccess(tx, { actor, action: "household:contact", subjectKind: "household", subjectId: householdId, now });
    return succeeded(undefined);
  });
}

/** The same for a household that the caller has locked, with values that were looked at. */
export async function writeContact(tx: Transaction, household: LockedHousehold, contact: Contact): Promise<void> {
  const key = { householdId: household.id, wrappedKey: household.wrappedKey };
  const { groupName, phone, bank } = contact;
  await tx.household.update({
    where: { id: household.id },
    data: {
      ...(groupName === undefined ? {} : { groupName }),
      ...(phone === undefined
        ? {}
        : { phoneCipher: encryptHouseholdField(key, "phone_cipher", phone), phoneIndex: phoneIndex(phone) }),
      ...(bank === undefined
        ? {}
        : {
            bankName: bank.name,
            bankAccountCipher: encryptHouseholdField(key, "bank_account_cipher", bank.account),
            bankAccountIndex: bankAccountIndex(bank.account),
          }),
    },
    select: { id: true },
  });
}

export function explainChangeContactFailure(failure: ChangeContactFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "nothing":
      return "请填写要更改的内容。";
    case "bad-phone":
      return "请填写 11 位手机号。";
    case "bad-account":
      return "银行账号应为 8 至 30 位数字。";
  }
}
