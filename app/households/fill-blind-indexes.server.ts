import { db } from "~/platform/db.server";
import { bankAccountIndex, decryptHouseholdField, phoneIndex } from "./sensitive-fields.server";

const AT_ONCE = 200;

/** Cards that were written before a number had an index get it: only the server has the keys for it. */
export async function fillBlindIndexes(): Promise<{ filled: number }> {
  return { filled: (await fillPhones()) + (await fillAccounts()) };
}

async function fillPhones(): Promise<number> {
  let filled = 0;
  for (;;) {
    const cards = await db().household.findMany({
      where: { phoneIndex: null, phoneCipher: { not: null } },
      select: { id: true, wrappedKey: true, phoneCipher: true },
      take: AT_ONCE,
    });
    for (const { id, wrappedKey, phoneCipher } of cards) {
      if (phoneCipher === null) continue;
      const phone = decryptHouseholdField({ householdId: id, wrappedKey }, "phone_cipher", phoneCipher);
      await db().household.updateMany({ where: { id, phoneCipher }, data: { phoneIndex: phoneIndex(phone) } });
      filled += 1;
    }
    if (cards.length < AT_ONCE) return filled;
  }
}

async function fillAccounts(): Promise<number> {
  let filled = 0;
  for (;;) {
    const cards = await db().household.findMany({
      where: { bankAccountIndex: null, bankAccountCipher: { not: null } },
      select: { id: true, wrappedKey: true, bankAccountCipher: true },
      take: AT_ONCE,
    });
    for (const { id, wrappedKey, bankAccountCipher } of cards) {
      if (bankAccountCipher === null) continue;
      const key = { householdId: id, wrappedKey };
      const account = decryptHouseholdField(key, "bank_account_cipher", bankAccountCipher);
      const data = { bankAccountIndex: bankAccountIndex(account) };
      await db().household.updateMany({ where: { id, bankAccountCipher }, data });
      filled += 1;
    }
    if (cards.length < AT_ONCE) return filled;
  }
}
