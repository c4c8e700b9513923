import { addDays } from "~/kernel/period";
import { db, type Db } from "./db.server";
import { KEEP_MESSAGES_DAYS } from "./keep-messages";
import type { Channel } from "./message.server";

/** The worker's broom: what was sent is forgotten after its time. What still waits to be sent stays. */
export async function forgetMessages({ now }: { readonly now: Date }): Promise<{ messages: number }> {
  const before = addDays(now, -KEEP_MESSAGES_DAYS);
  const gone = await db().message.deleteMany({ where: { sentAt: { lt: before } } });
  return { messages: gone.count };
}

/** Everything that was sent to a telephone number or e-mail address: its owner wants to be forgotten now. */
export async function forgetMessagesTo(
  tx: Db,
  { channel, recipient }: { readonly channel: Channel; readonly recipient: string },
): Promise<void> {
  await tx.message.deleteMany({ where: { channel, recipient, sentAt: { not: null } } });
}
