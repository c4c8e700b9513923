import type { Grant } from "~/access/actor";
import type { Role, ScopeKind } from "~/access/role";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Db, Prisma } from "~/platform/db.server";

export type UserRow = {
  readonly id: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly disabled: boolean;
  readonly secondFactor: boolean;
  readonly roles: readonly Role[];
};

/** Accounts by login or display name and role, newest first. */
export async function searchUsers(
  db: Db,
  search: { readonly query: string; readonly role: string | undefined },
  page: PageRequest,
): Promise<Page<UserRow>> {
  const where: Prisma.UserWhereInput = {
    ...(search.query === ""
      ? {}
      : {
          OR: [{ loginName: { contains: search.query.toLowerCase() } }, { displayName: { contains: search.query } }],
        }),
    ...(search.role === undefined ? {} : { grants: { some: { role: search.role, revokedAt: null } } }),
  };
  const [total, users] = await Promise.all([
    db.user.count({ where }),
    db.user.findMany({
      where,
      select: {
        id: true,
        loginName: true,
        displayName: true,
        disabledAt: true,
        totpEnabledAt: true,
        grants: { where: { revokedAt: null }, select: { role: true } },
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: offsetOf(page),
      take: page.size,
    }),
  ]);
  const rows = users.map((user) => ({
    id: user.id,
    loginName: user.loginName,
    displayName: user.displayName,
    disabled: user.disabledAt !== null,
    secondFactor: user.totpEnabledAt !== null,
    roles: [...new Set(user.grants.map((grant) => grant.role as Role))],
  }));
  return { total, rows, ...page };
}

export type NamedGrant = Grant & {
  readonly id: string;
  readonly grantedAt: Date;
  readonly revokedAt: Date | null;
  /** the area's, cooperative's, service point's name; a household's number */
  readonly scopeName: string | null;
};

export async function findUser(
  db: Db,
  id: string,
): Promise<
  | {
      readonly id: string;
      readonly loginName: string;
      readonly displayName: string;
      readonly createdAt: Date;
      readonly disabledAt: Date | null;
      readonly secondFactor: boolean;
      readonly grants: readonly NamedGrant[];
    }
  | undefined
> {
  const user = await db.user.findUnique({
    where: { id },
    select: { id: true, loginName: true, displayName: true, createdAt: true, disabledAt: true, totpEnabledAt: true },
  });
  if (!user) return undefined;
  const grants = await db.$queryRaw<
    {
      id: string;
      role: string;
      scopeKind: string;
      scopeId: string;
      grantedAt: Date;
      revokedAt: Date | null;
      scopeName: string | null;
    }[]
  >`
    SELECT g.id, g.role, g.scope_kind AS "scopeKind", g.scope_id AS "scopeId", g.granted_at AS "grantedAt",
      g.revoked_at AS "revokedAt",
      CASE g.scope_kind
        WHEN 'AREA' THEN (SELECT name FROM area WHERE code = g.scope_id)
        WHEN 'COOPERATIVE' THEN (SELECT name FROM cooperative WHERE id::text = g.scope_id)
        WHEN 'SERVICE_POINT' THEN (SELECT name FROM service_point WHERE id::text = g.scope_id)
        WHEN 'HOUSEHOLD' THEN (SELECT number FROM household WHERE id::text = g.scope_id)
      END AS "scopeName"
    FROM role_grant g WHERE g.user_id = ${id}::uuid
    ORDER BY g.revoked_at IS NOT NULL, g.granted_at DESC, g.id`;
  const { totpEnabledAt, ...rest } = user;
  return {
    ...rest,
    secondFactor: totpEnabledAt !== null,
    grants: grants.map((grant) => ({
      ...grant,
      role: grant.role as Role,
      scopeKind: grant.scopeKind as ScopeKind,
    })),
  };
}

export type ScopeChoice = { readonly value: string; readonly label: string; readonly group: string };

/** What a grant can be over: cooperatives and service points by name. Areas are typed as codes, households as numbers. */
export async function scopeChoices(db: Db): Promise<ScopeChoice[]> {
  const [cooperatives, servicePoints] = await Promise.all([
    db.cooperative.findMany({ select: { id: true, name: true }, orderBy: { number: "asc" } }),
    db.servicePoint.findMany({ select: { id: true, name: true }, orderBy: { number: "asc" } }),
  ]);
  return [
    ...cooperatives.map(({ id, name }) => ({ value: id, label: name, group: "合作社" })),
    ...servicePoints.map(({ id, name }) => ({ value: id, label: name, group: "服务点" })),
  ];
}

/** Turns what was typed into a scope's id: an area's code as it is, a household's number into its id. */
export async function scopeIdOf(db: Db, scopeKind: ScopeKind, typed: string): Promise<string | undefined> {
  const text = typed.trim();
  if (scopeKind === "PLATFORM") return "";
  if (scopeKind === "AREA") return (await db.area.count({ where: { code: text } })) === 1 ? text : undefined;
  if (scopeKind === "HOUSEHOLD") {
    return (await db.household.findUnique({ where: { number: text }, select: { id: true } }))?.id;
  }
  return text;
}
