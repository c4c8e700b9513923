import { grantRole } from "~/access/grant-role.server";
import { systemActor, type Actor } from "~/access/actor";
import { hashPassword } from "~/access/password.server";
import { ROLE_RULES, type GrantableRole } from "~/access/role";
import { openSession } from "~/access/session-store.server";
import { actorOf } from "~/access/require-actor.server";
import { findSession } from "~/access/session-store.server";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";

export const A_PASSWORD = "a-long-enough-password";

/** Hashed once a process: made to be slow, it is most of the work of an account. */
let hashed: Promise<string> | undefined;
let count = 0;

export type Person = {
  readonly actor: Actor;
  readonly userId: string;
  readonly loginName: string;
  readonly cookie: string;
};

/** An account with the given roles, signed in: `cookie` is what its browser sends. */
export async function aPerson(
  options: {
    roles?: readonly { role: GrantableRole; scopeId?: string }[];
    loginName?: string;
    displayName?: string;
    now?: Date;
  } = {},
): Promise<Person> {
  const { roles = [], now = new Date() } = options;
  const loginName = options.loginName ?? `person${(count += 1)}`;
  const displayName = options.displayName ?? `测试${count}`;
  const userId = newId(now);
  const passwordHash = await (hashed ??= hashPassword(A_PASSWORD));
  await db().user.create({
    data: { id: userId, loginName, displayName, passwordHash, createdAt: now },
    select: { id: true },
  });
  for (const { role, scopeId = "" } of roles) {
    const granted = await grantRole({ actor: systemActor, userId, role, scopeId, now });
    if (!granted.ok) throw new Error(`no grant: ${granted.failure.kind}`);
  }
  const roleNames = roles.map(({ role }) => role);
  const session = await openSession(db(), { userId, roles: roleNames, awaitsCode: false, userAgent: "test", now });
  const found = await findSession(db(), session.token, now);
  if (!found) throw new Error("no session");
  return { actor: actorOf(found), userId, loginName, cookie: `huhui=${session.token}` };
}

/** Somebody who acts, without an account to sign in by: what a use case sees of them. */
export function anActor(...roles: readonly { readonly role: GrantableRole; readonly scopeId?: string }[]): Actor {
  return {
    userId: newId(),
    displayName: "测试",
    grants: roles.map(({ role, scopeId = "" }) => ({ role, scopeKind: ROLE_RULES[role].scopeKind, scopeId })),
  };
}

export function anOfficial(scopeId: string, options: { now?: Date } = {}): Promise<Person> {
  const role =
    scopeId.length === 12 ? "VILLAGE_OFFICIAL" : scopeId.length === 9 ? "TOWNSHIP_OFFICIAL" : "COUNTY_OFFICIAL";
  return aPerson({ roles: [{ role, scopeId }], ...options });
}

export function anOperator(options: { now?: Date } = {}): Promise<Person> {
  return aPerson({ roles: [{ role: "OPERATOR" }], ...options });
}

/** One official of a village, of its township and of its county, and one of another province. */
export async function officialsOver(village: string) {
  const [ofVillage, township, county, stranger] = await Promise.all(
    [village, village.slice(0, 9), village.slice(0, 6), "511129"].map((code) => anOfficial(code)),
  );
  if (!ofVillage || !township || !county || !stranger) throw new Error("four officials were asked for");
  return { village: ofVillage, township, county, stranger };
}
