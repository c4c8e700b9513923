import { addMinutes } from "~/kernel/period";
import { newId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";
import { hashToken, newToken } from "~/platform/secret-token.server";
import type { Grant } from "./actor";
import type { Role, ScopeKind } from "./role";
import { AWAITING_CODE, sessionLife } from "./session-life";

export type OpenSession = {
  readonly sessionId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly loginName: string;
  readonly awaitsCode: boolean;
  readonly totpEnabled: boolean;
  readonly grants: readonly Grant[];
};

type SessionRow = {
  id: string;
  user_id: string;
  display_name: string;
  login_name: string;
  awaits_code: boolean;
  totp_enabled: boolean;
  last_seen_at: Date;
  roles: string[];
  scope_kinds: string[];
  scope_ids: string[];
};

// "Last seen" is for the idle rule, which counts in minutes: a write per page view would be waste.
const SEEN_EVERY_MS = 60_000;

/** Opens a new session and answers its token, which is stored nowhere. The caller sets the cookie. */
export async function openSession(
  db: Db,
  session: { userId: string; roles: readonly Role[]; awaitsCode: boolean; userAgent: string; now: Date },
): Promise<{ token: string; sessionId: string; expiresAt: Date }> {
  const token = newToken();
  const sessionId = newId(session.now);
  const life = session.awaitsCode ? AWAITING_CODE : sessionLife(session.roles);
  const expiresAt = addMinutes(session.now, life.absoluteMinutes);
  await db.session.create({
    data: {
      tokenHash: hashToken(token),
      id: sessionId,
      userId: session.userId,
      awaitsCode: session.awaitsCode,
      userAgent: session.userAgent.slice(0, 200),
      createdAt: session.now,
      lastSeenAt: session.now,
      expiresAt,
    },
  });
  return { token, sessionId, expiresAt };
}

/** The live session of a token with its account's present grants: one indexed query. Undefined when expired, idle or disabled. */
export async function findSession(db: Db, token: string, now: Date): Promise<OpenSession | undefined> {
  const hash = hashToken(token);
  const [row] = await db.$queryRaw<SessionRow[]>`
    SELECT s.id, s.user_id, u.display_name, u.login_name, s.awaits_code, s.last_seen_at,
           u.totp_enabled_at IS NOT NULL AS totp_enabled,
           coalesce(g.roles, '{}') AS roles, coalesce(g.scope_kinds, '{}') AS scope_kinds, coalesce(g.scope_ids, '{}') AS scope_ids
    FROM session s
    JOIN app_user u ON u.id = s.user_id AND u.disabled_at IS NULL
    LEFT JOIN LATERAL (
      SELECT array_agg(role ORDER BY id) AS roles, array_agg(scope_kind ORDER BY id) AS scope_kinds, array_agg(scope_id ORDER BY id) AS scope_ids
      FROM role_grant WHERE user_id = u.id AND revoked_at IS NULL
    ) g ON true
    WHERE s.token_hash = ${hash} AND s.expires_at > ${now}`;
  if (!row) return undefined;

  const grants = row.roles.map((role, index) => ({
    role: role as Role,
    scopeKind: row.scope_kinds[index] as ScopeKind,
    scopeId: row.scope_ids[index] ?? "",
  }));
  const life = row.awaits_code ? AWAITING_CODE : sessionLife(grants.map((grant) => grant.role));
  if (addMinutes(row.last_seen_at, life.idleMinutes) <= now) {
    await db.session.deleteMany({ where: { tokenHash: hash } });
    return undefined;
  }
  if (now.getTime() - row.last_seen_at.getTime() > SEEN_EVERY_MS) {
    await db.session.updateMany({ where: { tokenHash: hash }, data: { lastSeenAt: now } });
  }
  return {
    sessionId: row.id,
    userId: row.user_id,
    displayName: row.display_name,
    loginName: row.login_name,
    awaitsCode: row.awaits_code,
    totpEnabled: row.totp_enabled,
    grants,
  };
}

export async function endSession(db: Db, token: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash: hashToken(token) } });
}

/** Ends every session of an account, but for the one of `exceptSessionId`. */
export async function endSessionsOf(db: Db, userId: string, exceptSessionId?: string): Promise<number> {
  const ended = await db.session.deleteMany({
    where: { userId, ...(exceptSessionId === undefined ? {} : { id: { not: exceptSessionId } }) },
  });
  return ended.count;
}

/** Ends one session of an account; false when it has no such session. */
export async function endOwnSession(db: Db, userId: string, sessionId: string): Promise<boolean> {
  const ended = await db.session.deleteMany({ where: { userId, id: sessionId } });
  return ended.count === 1;
}

export type SessionSummary = {
  readonly id: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
};

export async function sessionsOf(db: Db, userId: string, now: Date): Promise<SessionSummary[]> {
  return db.session.findMany({
    where: { userId, awaitsCode: false, expiresAt: { gt: now } },
    select: { id: true, userAgent: true, createdAt: true, lastSeenAt: true },
    orderBy: { lastSeenAt: "desc" },
  });
}

/** Housekeeping for the worker: sessions past their end. */
export async function deleteExpiredSessions(db: Db, now: Date): Promise<number> {
  const deleted = await db.session.deleteMany({ where: { expiresAt: { lte: now } } });
  return deleted.count;
}
