import nodemailer from "nodemailer";
import { db } from "./db.server";
import { env } from "./env.server";
import { log } from "./log.server";
import { perProcess } from "./per-process.server";

const transport = perProcess(() => nodemailer.createTransport(env().SMTP_URL));

const GATEWAY_SECONDS = 15;

type Written = { readonly recipient: string; readonly subject: string; readonly body: string };

/**
 * Sends one written message, once: what was sent before is left alone. In the demonstration nothing leaves the house, the
 * catcher shows it. Throws when mail server or gateway refuse, or none is configured: the outbox asks again later.
 */
export async function deliverMessage({ messageId, now }: { messageId: string; now: Date }): Promise<void> {
  const message = await db().message.findUnique({
    where: { id: messageId },
    select: { channel: true, recipient: true, subject: true, body: true, sentAt: true },
  });
  if (!message || message.sentAt) return;
  if (!env().DEMO) await (message.channel === "EMAIL" ? mail(messageId, message) : text(messageId, message));
  await db().message.updateMany({ where: { id: messageId, sentAt: null }, data: { sentAt: now } });
  log.info({ messageId, channel: message.channel }, "message sent");
}

async function mail(id: string, { recipient, subject, body }: Written): Promise<void> {
  const { SMTP_URL, MAIL_FROM, APP_URL } = env();
  if (!SMTP_URL) throw new Error("SMTP_URL is not set: the letter waits");
  // A letter sent again after a lost answer carries the same id, and mail programs show it once.
  const messageId = `<${id}@${new URL(APP_URL).hostname}>`;
  await transport.get().sendMail({ from: MAIL_FROM, to: recipient, subject, text: body, messageId });
}

/** To the operator's relay: every provider of short messages has an interface of its own, and templates to be approved. */
async function text(id: string, { recipient, body }: Written): Promise<void> {
  const { SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN } = env();
  if (!SMS_GATEWAY_URL) throw new Error("SMS_GATEWAY_URL is not set: the short message waits");
  const answer = await fetch(SMS_GATEWAY_URL, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Idempotency-Key": id,
      ...(SMS_GATEWAY_TOKEN && { Authorization: `Bearer ${SMS_GATEWAY_TOKEN}` }),
    },
    body: JSON.stringify({ id, to: recipient, text: body }),
    redirect: "error",
    signal: AbortSignal.timeout(GATEWAY_SECONDS * 1000),
  });
  if (!answer.ok) throw new Error(`the gateway for short messages answered ${answer.status}`);
}
