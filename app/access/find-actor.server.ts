import type { Db } from "~/platform/db.server";
import type { Actor } from "./actor";
import type { Role, ScopeKind } from "./role";

/** An account as an actor with its grants of this moment, for work that goes on without it; undefined once it is disabled. */
export async function findActor(db: Db, userId: string): Promise<Actor | undefined> {
  const user = await db.user.findFirst({
    where: { id: userId, disabledAt: null },
    select: {
      displayName: true,
      grants: {
        where: { revokedAt: null },
        select: { role: true, scopeKind: true, scopeId: true },
        orderBy: { id: "asc" },
      },
    },
  });
  if (!user) return undefined;
  return {
    userId,
    displayName: user.displayName,
    grants: user.grants.map(({ role, scopeKind, scopeId }) => ({
      role: role as Role,
      scopeKind: scopeKind as ScopeKind,
      scopeId,
    })),
  };
}
