/** How a grant is named in the access log: the role, and the scope when it has one. */
export function grantWords(role: string, scopeId: string): string {
  return scopeId === "" ? role : `${role} ${scopeId}`;
}
