import { isGrantableRole, roleName } from "./role";

/** How a grant is named in the access log: the role, and the scope when it has one. */
export function grantWords(role: string, scopeId: string): string {
  const name = isGrantableRole(role) ? roleName(role) : role;
  return scopeId === "" ? name : `${name} ${scopeId}`;
}
