import type { Contact } from "~/access/contact";
import { sendShopperCode, type CodePurpose } from "~/access/shopper-code.server";
import { signInShopperByCode } from "~/access/sign-in-shopper.server";
import { findSession, type OpenSession } from "~/access/session-store.server";
import { db } from "~/platform/db.server";

let count = 0;

/** A mobile number that no other test uses. */
export function aMobile(): Contact {
  count += 1;
  return {
    channel: "SMS",
    address: `1390${String(process.pid % 1000).padStart(3, "0")}${String(count).padStart(4, "0")}`,
  };
}

export function anEmail(): Contact {
  count += 1;
  return { channel: "EMAIL", address: `shopper${count}.${process.pid}@example.com` };
}

/** The digits of the newest letter to a contact. */
export async function newestCode(contact: Contact): Promise<string> {
  const [letter] = await db().$queryRaw<{ body: string }[]>`
    SELECT m.body FROM message m JOIN outbox o ON o.topic = 'message.send' AND o.key = m.id::text
    WHERE m.channel = ${contact.channel} AND m.recipient = ${contact.address} ORDER BY o.id DESC LIMIT 1`;
  const code = /\b(\d{6})\b/.exec(letter?.body ?? "")?.[1];
  if (!code) throw new Error("no letter with a code");
  return code;
}

export async function aCode(contact: Contact, purpose: CodePurpose, now: Date, userId?: string): Promise<string> {
  const throttled = await sendShopperCode({
    contact,
    purpose,
    locale: "zh",
    address: contact.address,
    now,
    ...(userId === undefined ? {} : { userId }),
  });
  if (throttled) throw new Error("no code: throttled");
  return newestCode(contact);
}

export type Shopper = {
  readonly userId: string;
  readonly contact: Contact;
  readonly session: OpenSession;
  readonly cookie: string;
};

/** A shopper who came in by a code. */
export async function aShopper(contact: Contact = aMobile(), now: Date = new Date()): Promise<Shopper> {
  const code = await aCode(contact, "SIGN_IN", now);
  const visit = { previousToken: undefined, address: contact.address, userAgent: "test", now };
  const signedIn = await signInShopperByCode({ ...visit, contact, code, locale: "zh" });
  if (!signedIn.ok) throw new Error(`not signed in: ${signedIn.failure.kind}`);
  const { userId, token } = signedIn.value;
  const session = await findSession(db(), token, now);
  if (!session) throw new Error("no session");
  return { userId, contact, session, cookie: `huhui=${token}` };
}
