import { db } from "~/platform/db.server";
import { decryptHouseholdField, phoneIndex } from "./sensitive-fields.server";

const AT_ONCE = 200;

/** Cards that were written before families could sign in by phone get their index: only the server has the keys for it. */
export async function fillPhoneIndexes(): Promise<{ filled: number }> {
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
    if (cards.length < AT_ONCE) return { filled };
  }
}
