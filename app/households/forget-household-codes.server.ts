import { addHours } from "~/kernel/period";
import { db } from "~/platform/db.server";

/** Codes that can open nothing any more. That somebody came in stays in the access log. */
export async function forgetHouseholdCodes({ now }: { readonly now: Date }): Promise<{ codes: number }> {
  const gone = await db().householdCode.deleteMany({ where: { expiresAt: { lt: addHours(now, -24) } } });
  return { codes: gone.count };
}
