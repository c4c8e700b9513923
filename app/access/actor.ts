import type { Role, ScopeKind } from "./role";

export type Grant = {
  readonly role: Role;
  readonly scopeKind: ScopeKind;
  /** an area prefix, the id of what is scoped, or "" for the platform */
  readonly scopeId: string;
};

/** Who acts: a signed-in person with what was granted to them, or the system itself. */
export type Actor = {
  readonly userId: string;
  readonly displayName: string;
  readonly grants: readonly Grant[];
};

/** No account has this id. Columns that name the acting user hold it where the system acted. */
export const SYSTEM_USER_ID = "00000000-0000-0000-0000-000000000000";

/** The worker, the loading of the demonstration, scripts. */
export const systemActor: Actor = {
  userId: SYSTEM_USER_ID,
  displayName: "系统",
  grants: [{ role: "SYSTEM", scopeKind: "PLATFORM", scopeId: "" }],
};

export function hasRole(actor: Actor, roles: readonly Role[]): boolean {
  return actor.grants.some((grant) => roles.includes(grant.role));
}
