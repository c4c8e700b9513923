import { randomInt } from "node:crypto";
import { newId } from "~/kernel/ids";
import { addHours, addMinutes } from "~/kernel/period";
import { db, withTransaction, type Db } from "~/platform/db.server";
import { blindIndex } from "~/platform/field-encryption.server";
import { sendMessage } from "~/platform/message.server";
import { rateLimit } from "~/platform/rate-limit.server";
import type { Contact } from "./contact";
import { takeAll } from "./door-limits.server";
import type { Throttled } from "./sign-in-throttle.server";

/** What a code may be used for; one sent for another purpose opens nothing. */
export type CodePurpose = "SIGN_IN" | "CONTACT" | "PASSWORD" | "CLOSE";

export const SHOPPER_CODE_MINUTES = 10;

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
// A message costs money and patience; a code of six digits is one of a million.
const letters = rateLimit({ name: "shopper-code-sent", tries: 3, seconds: 10 * MINUTE });
const lettersADay = rateLimit({ name: "shopper-code-sent-day", tries: 10, seconds: DAY });
const asked = rateLimit({ name: "shopper-code-address", tries: 30, seconds: 10 * MINUTE });
const codes = rateLimit({ name: "shopper-code", tries: 5, seconds: 15 * MINUTE, blockSeconds: 15 * MINUTE });
const doors = rateLimit({ name: "shopper-door-address", tries: 60, seconds: 15 * MINUTE, blockSeconds: 15 * MINUTE });

/** Sends a code, whether anybody has an account there or not: the answer tells a stranger nothing. */
export async function sendShopperCode(request: {
  readonly contact: Contact;
  readonly purpose: CodePurpose;
  /** whose account it is about; nobody's at the door */
  readonly userId?: string;
  readonly locale: "zh" | "en";
  /** the network address that asks */
  readonly address: string;
  readonly now: Date;
}): Promise<Throttled | undefined> {
  const { contact, purpose, locale, now } = request;
  const index = contactIndex(contact);
  const throttled = await takeAll([
    [asked, request.address],
    [letters, index],
    [lettersADay, index],
  ]);
  if (throttled) return throttled;
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  await withTransaction("send shopper code", async (tx) => {
    await tx.shopperCode.create({
      data: {
        id: newId(now),
        purpose,
        userId: request.userId ?? null,
        contactIndex: index,
        codeHash: hashOf(contact, purpose, code),
        createdAt: now,
        expiresAt: addMinutes(now, SHOPPER_CODE_MINUTES),
      },
      select: { id: true },
    });
    const { subject, body } = WORDS[locale];
    await sendMessage(tx, {
      channel: contact.channel,
      recipient: contact.address,
      subject: subject(),
      body: body(PURPOSES[purpose][locale], code),
      now,
    });
  });
  return undefined;
}

/** Takes one try at a code. */
export function takeShopperCodeTry(contact: Contact, address: string): Promise<Throttled | undefined> {
  return takeAll([
    [doors, address],
    [codes, contactIndex(contact)],
  ]);
}

/** After a success: the owner was here. */
export async function forgetShopperCodeTries(contact: Contact, address: string): Promise<void> {
  const index = contactIndex(contact);
  await Promise.all([doors.giveBack(address), codes.reset(index), letters.reset(index)]);
}

/** Uses a code up; false when there is none like it. Two forms at once with one code: one of them has it. */
export async function useShopperCode(
  tx: Db,
  request: { readonly contact: Contact; readonly purpose: CodePurpose; userId?: string; code: string; now: Date },
): Promise<boolean> {
  const { contact, purpose, now } = request;
  const digits = request.code.normalize("NFKC").replace(/\D/g, "");
  const used = await tx.$executeRaw`
    UPDATE shopper_code SET used_at = ${now}::timestamptz
    WHERE id = (
      SELECT id FROM shopper_code
      WHERE contact_index = ${contactIndex(contact)} AND code_hash = ${hashOf(contact, purpose, digits)}
        AND purpose = ${purpose} AND user_id IS NOT DISTINCT FROM ${request.userId ?? null}::uuid
        AND used_at IS NULL AND expires_at > ${now}::timestamptz
      ORDER BY created_at DESC LIMIT 1 FOR UPDATE)`;
  return used === 1;
}

/** Whose account a contact is stays as it is until the transaction ends: it is asked, and then perhaps bound. */
export async function lockContact(tx: Db, { channel, address }: Contact): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${channel} ${address}`}, 4))`;
}

/** Codes that can open nothing any more. */
export async function forgetShopperCodes({ now }: { readonly now: Date }): Promise<{ codes: number }> {
  const gone = await db().shopperCode.deleteMany({ where: { expiresAt: { lt: addHours(now, -24) } } });
  return { codes: gone.count };
}

function contactIndex({ channel, address }: Contact): string {
  return blindIndex("shopper-contact", `${channel} ${address}`);
}

/** Bound to where it was sent and to what for: the same six digits elsewhere are another code. */
function hashOf({ channel, address }: Contact, purpose: CodePurpose, code: string): string {
  return blindIndex("shopper-code", `${purpose} ${channel} ${address} ${code}`);
}

const PURPOSES = {
  SIGN_IN: { zh: "登录", en: "sign in" },
  CONTACT: { zh: "绑定联系方式", en: "confirm this contact" },
  PASSWORD: { zh: "设置密码", en: "set a password" },
  CLOSE: { zh: "注销账号", en: "close your account" },
} as const satisfies Record<CodePurpose, { zh: string; en: string }>;

const WORDS = {
  zh: {
    subject: () => "户惠验证码",
    body: (purpose: string, code: string) =>
      `【户惠】您${purpose}的验证码：${code}，${SHOPPER_CODE_MINUTES} 分钟内有效。不是您本人操作请忽略，不要把验证码告诉任何人。`,
  },
  en: {
    subject: () => "Your Huhui code",
    body: (purpose: string, code: string) =>
      `[Huhui] Your code to ${purpose}: ${code}. It is valid for ${SHOPPER_CODE_MINUTES} minutes. If it was not you, ignore this; give the code to nobody.`,
  },
} as const;
