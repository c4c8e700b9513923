import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { logAccess } from "./access-log-store.server";
import { lockAccount } from "./account-lock.server";
import type { Contact } from "./contact";
import { hashPassword } from "./password.server";
import { passwordProblem, type PasswordProblem } from "./password-rule";
import { endSessionsOf, type OpenSession } from "./session-store.server";
import { forgetShopperCodeTries, lockContact, takeShopperCodeTry, useShopperCode } from "./shopper-code.server";
import type { Throttled } from "./sign-in-throttle.server";

export type ShopperAccount = {
  readonly displayName: string;
  readonly hasPassword: boolean;
  readonly createdAt: Date;
  readonly contacts: readonly (Contact & { readonly provenAt: Date })[];
};

export async function shopperAccount(db: Db, userId: string): Promise<ShopperAccount> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      displayName: true,
      passwordHash: true,
      createdAt: true,
      contacts: { select: { channel: true, address: true, provenAt: true }, orderBy: { channel: "asc" } },
    },
  });
  return {
    displayName: user.displayName,
    hasPassword: user.passwordHash !== null,
    createdAt: user.createdAt,
    contacts: user.contacts.map((contact) => ({ ...contact, channel: contact.channel as Contact["channel"] })),
  };
}

export async function renameShopper(db: Db, userId: string, displayName: string): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { displayName }, select: { id: true } });
}

type Proof = { readonly contact: Contact; readonly code: string; readonly address: string; readonly now: Date };

export type ProveContactFailure = { readonly kind: "wrong" } | { readonly kind: "taken" } | Throttled;

/** Binds a contact to the account by the code that was sent there; it takes the place of an earlier one of its kind. */
export async function proveContact({
  session,
  contact,
  code,
  address,
  now,
}: Proof & { readonly session: OpenSession }): Promise<Result<void, ProveContactFailure>> {
  const { userId } = session;
  const throttled = await takeShopperCodeTry(contact, address);
  if (throttled) return failed(throttled);
  const proven = await withTransaction("prove contact", async (tx) => {
    if (!(await useShopperCode(tx, { contact, purpose: "CONTACT", userId, code, now }))) {
      return failed({ kind: "wrong" } as const);
    }
    // Somebody may be signing in by it for the first time; and the account may be proving another one.
    await lockContact(tx, contact);
    await lockAccount(tx, userId);
    await tx.userContact.deleteMany({ where: { userId, channel: contact.channel } });
    const made = await tx.userContact.createMany({
      data: { id: newId(now), userId, ...contact, provenAt: now },
      skipDuplicates: true,
    });
    if (made.count === 0) throw new ContactTaken();
    await logAccess(tx, { actor: session, action: "contact:prove", subjectKind: "user", subjectId: userId, now });
    return succeeded(undefined);
  }).catch((error: unknown) => {
    if (error instanceof ContactTaken) return failed({ kind: "taken" } as const);
    throw error;
  });
  if (proven.ok) await forgetShopperCodeTries(contact, address);
  return proven;
}

class ContactTaken extends Error {}

export type SetPasswordFailure =
  | { readonly kind: "wrong" }
  | { readonly kind: "bad-password"; readonly problem: PasswordProblem }
  | Throttled;

/** Sets a password, or a new one when it was forgotten, by a code sent to the account's contact. Other sessions end. */
export async function setShopperPassword({
  session,
  contact,
  code,
  password,
  address,
  now,
}: Proof & { readonly session: OpenSession; readonly password: string }): Promise<Result<void, SetPasswordFailure>> {
  const { userId } = session;
  const problem = passwordProblem(password, contact.address);
  if (problem) return failed({ kind: "bad-password", problem });
  const throttled = await takeShopperCodeTry(contact, address);
  if (throttled) return failed(throttled);
  const passwordHash = await hashPassword(password);
  const set = await withTransaction("set shopper password", async (tx) => {
    if (!(await useShopperCode(tx, { contact, purpose: "PASSWORD", userId, code, now }))) {
      return failed({ kind: "wrong" } as const);
    }
    await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });
    await endSessionsOf(tx, userId, session.sessionId);
    await logAccess(tx, { actor: session, action: "password:change", subjectKind: "user", subjectId: userId, now });
    return succeeded(undefined);
  });
  if (set.ok) await forgetShopperCodeTries(contact, address);
  return set;
}
