import { addHours } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { deleteExpiredSessions } from "./session-store.server";

/** The daily broom of the door: sessions past their end, and counts of tries that are over. */
export async function forgetExpired({ now }: { readonly now: Date }): Promise<{ sessions: number; limits: number }> {
  const sessions = await deleteExpiredSessions(db(), now);
  const limits = await db().$executeRaw`DELETE FROM rate_limit WHERE expire < ${BigInt(addHours(now, -1).getTime())}`;
  return { sessions, limits };
}
