import { newId } from "~/kernel/ids";
import type { Db } from "./db.server";
import { enqueue } from "./outbox.server";

export type Channel = "EMAIL" | "SMS";

export const SEND_MESSAGE = "message.send";

/**
 * Writes a letter or short message into the transaction: it is sent when, and only when, that is committed.
 * In the demonstration it is shown in the catcher instead of leaving the house.
 */
export async function sendMessage(
  tx: Db,
  message: { channel: Channel; recipient: string; subject: string; body: string; now?: Date },
): Promise<void> {
  const { channel, recipient, subject, body, now = new Date() } = message;
  const id = newId(now);
  await tx.$executeRaw`
    INSERT INTO message (id, channel, recipient, subject, body, created_at)
    VALUES (${id}::uuid, ${channel}, ${recipient}, ${subject}, ${body}, ${now})`;
  await enqueue(tx, { topic: SEND_MESSAGE, key: id });
}
