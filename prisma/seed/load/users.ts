import { writeFileSync } from "node:fs";
import { systemActor, type Actor, type Grant } from "~/access/actor";
import { createUser } from "~/access/create-user.server";
import { grantRole } from "~/access/grant-role.server";
import { roleName, type GrantableRole } from "~/access/role";
import { staff } from "../data/staff";
import { DEMO_PASSWORD, type SeedScope } from "../data/users";
import { accepted, atOnce } from "./at-once";
import { idOf } from "./places";

type Ids = ReadonlyMap<string, string>;
type Scopes = { readonly cooperatives: Ids; readonly servicePoints: Ids; readonly households: Ids };

export type Staff = {
  /** who signs in by this name */
  person(loginName: string): Actor;
  /** who holds the role over the cooperative or service point with this key */
  holder(role: GrantableRole, key: string): Actor;
};

/** Everybody who can sign in, through the use cases: an account each, then its roles. */
export async function loadUsers(scopes: Scopes, at: Date): Promise<Staff> {
  const byLogin = new Map<string, Actor>();
  const byRole = new Map<string, Actor>();
  await atOnce(4, staff, async ({ loginName, displayName, grants }) => {
    const created = await createUser({ actor: systemActor, loginName, displayName, password: DEMO_PASSWORD, now: at });
    const { userId } = accepted(`account ${loginName}`, created);
    const held: Grant[] = [];
    const actor = { userId, displayName, grants: held };
    for (const { role, scope } of grants) {
      const scopeId = scopeIdOf(scope, scopes);
      accepted(`role of ${loginName}`, await grantRole({ actor: systemActor, userId, role, scopeId, now: at }));
      held.push({ role, scopeKind: scope.kind, scopeId });
      byRole.set(`${role} ${keyOf(scope)}`, actor);
    }
    byLogin.set(loginName, actor);
  });
  return {
    person: (loginName) => found(byLogin, loginName),
    holder: (role, key) => found(byRole, `${role} ${key}`),
  };
}

/** What `npm start` shows: one of every role, the same password for all. */
export function writeLogins(file: string, urlOf: (role: GrantableRole) => string): void {
  const logins = staff
    .filter((user) => user.shown)
    .flatMap(({ loginName, grants }) =>
      grants
        .slice(0, 1)
        .map(({ role }) => ({ role: roleName(role), loginName, password: DEMO_PASSWORD, url: urlOf(role) })),
    );
  writeFileSync(file, `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600 });
}

function keyOf(scope: SeedScope): string {
  switch (scope.kind) {
    case "PLATFORM":
      return "";
    case "AREA":
      return scope.code;
    case "COOPERATIVE":
      return scope.sellerKey;
    default:
      return scope.key;
  }
}

function scopeIdOf(scope: SeedScope, { cooperatives, servicePoints, households }: Scopes): string {
  const key = keyOf(scope);
  switch (scope.kind) {
    case "COOPERATIVE":
      return idOf(cooperatives, key);
    case "SERVICE_POINT":
      return idOf(servicePoints, key);
    case "HOUSEHOLD":
      return idOf(households, key);
    default:
      return key;
  }
}

function found(actors: ReadonlyMap<string, Actor>, key: string): Actor {
  const actor = actors.get(key);
  if (!actor) throw new Error(`nobody in the demonstration is "${key}"`);
  return actor;
}
