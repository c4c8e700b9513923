import { hasRole, type Actor } from "./actor";
import { can, type Action } from "./permissions";
import { COOPERATIVE_ROLES, OFFICIAL_ROLES, type Role } from "./role";

/**
 * The area prefixes an official answers for, shortest first and without those inside another one.
 * Stores put them into their query; [] sees nothing. The system sees every area ("" is the prefix of all).
 */
export function areaScopes(actor: Actor): string[] {
  if (hasRole(actor, ["SYSTEM"])) return [""];
  const prefixes = [...new Set(scopeIds(actor, OFFICIAL_ROLES))].sort(
    (a, b) => a.length - b.length || (a < b ? -1 : 1),
  );
  return prefixes.filter((prefix, index) => !prefixes.slice(0, index).some((wider) => prefix.startsWith(wider)));
}

/** The cooperatives an actor works for, in one of `roles` (any role when not given). */
export function cooperativeScope(actor: Actor, roles: readonly Role[] = COOPERATIVE_ROLES): string[] {
  return [...new Set(scopeIds(actor, roles, "COOPERATIVE"))].sort();
}

export function servicePointScope(actor: Actor): string[] {
  return [...new Set(scopeIds(actor, ["SERVICE_POINT"]))].sort();
}

/** The cooperatives for which an actor may do the action. */
export function cooperativesFor(actor: Actor, action: Action): string[] {
  return cooperativeScope(actor).filter((cooperativeId) => can(actor, action, { cooperativeId }));
}

/** The service points for which an actor may do the action. */
export function servicePointsFor(actor: Actor, action: Action): string[] {
  return servicePointScope(actor).filter((servicePointId) => can(actor, action, { servicePointId }));
}

/** The households an actor is the household of. */
export function householdScope(actor: Actor): string[] {
  return [...new Set(scopeIds(actor, ["HOUSEHOLD"]))].sort();
}

function scopeIds(actor: Actor, roles: readonly Role[], scopeKind?: string): string[] {
  return actor.grants
    .filter((grant) => roles.includes(grant.role) && (scopeKind === undefined || grant.scopeKind === scopeKind))
    .map((grant) => grant.scopeId);
}
