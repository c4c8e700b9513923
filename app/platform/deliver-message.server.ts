import nodemailer from "nodemailer";
import { db } from "./db.server";
import { env } from "./env.server";
import { log } from "./log.server";

let transport: ReturnType<typeof nodemailer.createTransport> | undefined;

/**
 * Sends one written message, once: what was sent before is left alone. In the demonstration nothing leaves the house, the
 * catcher shows it. Throws when the mail server refuses, or none is configured: the outbox asks again later.
 */
export async function deliverMessage({ messageId, now }: { messageId: string; now: Date }): Promise<void> {
  const message = await db().message.findUnique({
    where: { id: messageId },
    select: { channel: true, recipient: true, subject: true, body: true, sentAt: true },
  });
  if (!message || message.sentAt) return;
  const { DEMO, SMTP_URL, MAIL_FROM } = env();
  if (!DEMO) {
    if (message.channel !== "EMAIL") throw new Error("no gateway for short messages is configured");
    if (!SMTP_URL) throw new Error("SMTP_URL is not set: the letter waits");
    transport ??= nodemailer.createTransport(SMTP_URL);
    await transport.sendMail({
      from: MAIL_FROM,
      to: message.recipient,
      subject: message.subject,
      text: message.body,
      // A letter sent again after a lost answer carries the same id, and mail programs show it once.
      messageId: `<${messageId}@${new URL(env().APP_URL).hostname}>`,
    });
  }
  await db().message.updateMany({ where: { id: messageId, sentAt: null }, data: { sentAt: now } });
  log.info({ messageId, channel: message.channel }, "message sent");
}
