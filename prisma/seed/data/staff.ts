import type { SeedUser } from "./users";
import { users as named } from "./users";
import { sellers, servicePoints } from "./sellers";

/**
 * Everybody who can sign in: the named ones, and whoever a seller or service point still lacks to do its work. Paying
 * takes two: the treasurer prepares, the manager approves.
 */
export const staff: readonly SeedUser[] = [
  ...named,
  ...sellers
    .filter(({ key }) => !holds("COOP_TREASURER", key))
    .map(({ key, name }): SeedUser => ({
      loginName: `${key}-treasurer`,
      displayName: `${name} 会计`,
      grants: [{ role: "COOP_TREASURER", scope: { kind: "COOPERATIVE", sellerKey: key } }],
      shown: false,
    })),
  ...servicePoints
    .filter(({ key }) => !holds("SERVICE_POINT", key))
    .map(({ key, name }): SeedUser => ({
      loginName: key.replace(/^sp-/, "point-"),
      displayName: name,
      grants: [{ role: "SERVICE_POINT", scope: { kind: "SERVICE_POINT", key } }],
      shown: false,
    })),
];

function holds(role: string, key: string): boolean {
  return named.some(({ grants }) =>
    grants.some(
      (grant) =>
        grant.role === role &&
        ((grant.scope.kind === "COOPERATIVE" && grant.scope.sellerKey === key) ||
          (grant.scope.kind === "SERVICE_POINT" && grant.scope.key === key)),
    ),
  );
}
