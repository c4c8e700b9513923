import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction, type Transaction } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import { lockAccount, type LockedAccount } from "./account-lock.server";
import { maskContact, type Contact } from "./contact";
import type { LoggedAction } from "./logged-actions";
import { passwordFits } from "./password.server";
import { endSession, openSession } from "./session-store.server";
import { forgetShopperCodeTries, lockContact, takeShopperCodeTry, useShopperCode } from "./shopper-code.server";
import { forgetSignInTries, takeSignInTry, type Throttled } from "./sign-in-throttle.server";
import type { SignedIn } from "./sign-in.server";

export type ShopperSignInFailure =
  | { readonly kind: "wrong" }
  /** the account may more than shop: a code on a phone must not open a desk */
  | { readonly kind: "desk" }
  | Throttled;

type Visit = {
  readonly contact: Contact;
  readonly previousToken: string | undefined;
  readonly address: string;
  readonly userAgent: string;
  readonly now: Date;
};

/** Opens the account of a proven contact by the code that was sent there, making it at the first visit. */
export async function signInShopperByCode(
  request: Visit & { readonly code: string; readonly locale: "zh" | "en" },
): Promise<Result<SignedIn, ShopperSignInFailure>> {
  const { contact, address, now } = request;
  const throttled = await takeShopperCodeTry(contact, address);
  if (throttled) return failed(throttled);
  const opened = await withTransaction("sign in by shopper code", async (tx) => {
    if (!(await useShopperCode(tx, { contact, purpose: "SIGN_IN", code: request.code, now }))) {
      return failed({ kind: "wrong" } as const);
    }
    const userId = (await accountOf(tx, contact)) ?? (await newAccount(tx, contact, request.locale, now));
    return openFor(tx, await lockAccount(tx, userId), request, "session:open-by-code");
  });
  if (opened.ok) await forgetShopperCodeTries(contact, address);
  return opened;
}

/** The same by the password that somebody set. Unknown contact and wrong password cost and say the same. */
export async function signInShopperByPassword(
  request: Visit & { readonly password: string },
): Promise<Result<SignedIn, ShopperSignInFailure>> {
  const { contact, address, now } = request;
  const name = `${contact.channel} ${contact.address}`;
  const throttled = await takeSignInTry(name, address);
  if (throttled) return failed(throttled);
  const found = await db().userContact.findUnique({
    where: { channel_address: contact },
    select: { userId: true, user: { select: { passwordHash: true } } },
  });
  const fits = await passwordFits(found?.user.passwordHash, request.password);
  if (!found || !fits) return failed({ kind: "wrong" });
  await forgetSignInTries(name, address);
  return withTransaction("sign in by shopper password", async (tx) => {
    const account = await lockAccount(tx, found.userId);
    if (account.passwordHash !== found.user.passwordHash) return failed({ kind: "wrong" });
    return openFor(tx, account, { ...request, now }, "session:open");
  });
}

async function openFor(
  tx: Transaction,
  { id: userId, disabledAt, totpEnabledAt, roles }: LockedAccount,
  { previousToken, userAgent, now }: Visit,
  action: LoggedAction,
): Promise<Result<SignedIn, ShopperSignInFailure>> {
  if (disabledAt !== null) return failed({ kind: "wrong" });
  if (roles.some((role) => role !== "SHOPPER")) return failed({ kind: "desk" });
  if (previousToken !== undefined) await endSession(tx, previousToken);
  await logAccess(tx, { actor: { userId }, action, subjectKind: "user", subjectId: userId, now });
  const awaitsCode = totpEnabledAt !== null;
  const session = await openSession(tx, { userId, roles: ["SHOPPER"], awaitsCode, userAgent, now });
  return succeeded({ userId, token: session.token, expiresAt: session.expiresAt, awaitsCode });
}

async function accountOf(tx: Transaction, contact: Contact): Promise<string | undefined> {
  // Two forms of one newcomer at once make one account.
  await lockContact(tx, contact);
  const found = await tx.userContact.findUnique({ where: { channel_address: contact }, select: { userId: true } });
  return found?.userId;
}

async function newAccount(tx: Transaction, contact: Contact, locale: string, now: Date): Promise<string> {
  const userId = newId(now);
  await tx.user.create({
    data: {
      id: userId,
      loginName: `gk-${userId}`,
      displayName: maskContact(contact),
      locale,
      createdAt: now,
      grants: { create: { id: newId(now), role: "SHOPPER", scopeKind: "PLATFORM", scopeId: "", grantedAt: now } },
      contacts: { create: { id: newId(now), ...contact, provenAt: now } },
    },
    select: { id: true },
  });
  await logAccess(tx, { actor: undefined, action: "user:create", subjectKind: "user", subjectId: userId, now });
  return userId;
}
