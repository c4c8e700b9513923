import { decryptHouseholdField } from "~/households/sensitive-fields.server";
import { db } from "~/platform/db.server";

/** In the demonstration only: an invented number that a visitor can try, of the family with the most deliveries. */
export async function demoPhone(): Promise<string | null> {
  const [household] = await db().$queryRaw<{ id: string; wrapped_key: string; phone_cipher: string }[]>`
    SELECT h.id, h.wrapped_key, h.phone_cipher FROM household h
    JOIN (SELECT household_id, count(*) AS times FROM intake GROUP BY household_id) i ON i.household_id = h.id
    WHERE h.phone_cipher IS NOT NULL ORDER BY i.times DESC, h.number LIMIT 1`;
  if (!household) return null;
  const key = { householdId: household.id, wrappedKey: household.wrapped_key };
  return decryptHouseholdField(key, "phone_cipher", household.phone_cipher);
}
