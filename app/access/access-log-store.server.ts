import { newId } from "~/kernel/ids";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import { currentRequestId } from "~/platform/request-context.server";
import { SYSTEM_USER_ID, type Actor } from "./actor";
import type { LoggedAction, LoggedSubject } from "./logged-actions";

export type AccessEntry = {
  readonly actor: Pick<Actor, "userId"> | undefined;
  readonly action: LoggedAction;
  readonly subjectKind: LoggedSubject;
  readonly subjectId: string;
  readonly reason?: string;
  readonly now: Date;
};

/** Writes who opened or did what with sensitive things. Append-only. Never put personal data into `reason` or the ids. */
export async function logAccess(db: Db, entry: AccessEntry): Promise<void> {
  await db.$executeRaw(accessLogged(entry, Prisma.sql`true`));
}

/** The same as part of a statement: written only where the condition holds. */
export function accessLogged(entry: AccessEntry, where: Prisma.Sql): Prisma.Sql {
  const actorId = entry.actor?.userId;
  const who = actorId === undefined || actorId === SYSTEM_USER_ID ? null : actorId;
  return Prisma.sql`
    INSERT INTO access_log (id, at, actor_id, action, subject_kind, subject_id, reason, request_id)
    SELECT ${newId(entry.now)}::uuid, ${entry.now}::timestamptz, ${who}::uuid, ${entry.action}, ${entry.subjectKind},
      ${entry.subjectId}, ${entry.reason ?? null}, ${currentRequestId() ?? null} WHERE ${where}`;
}

export type AccessLogSearch = {
  readonly actorName?: string;
  readonly action?: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly from?: Date;
  readonly to?: Date;
};

export type AccessLogRow = {
  readonly id: string;
  readonly at: Date;
  readonly actorName: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly reason: string | null;
};

/** The log, newest first. `actorName` finds by the account's display or login name. */
export async function searchAccessLog(db: Db, search: AccessLogSearch, page: PageRequest): Promise<Page<AccessLogRow>> {
  const where: Prisma.AccessLogWhereInput = {
    ...(search.action === undefined ? {} : { action: search.action }),
    ...(search.subjectKind === undefined ? {} : { subjectKind: search.subjectKind }),
    ...(search.subjectId === undefined ? {} : { subjectId: search.subjectId }),
    at: { gte: search.from, lt: search.to },
  };
  if (search.actorName !== undefined) {
    const found = await db.user.findMany({
      where: { OR: [{ displayName: { contains: search.actorName } }, { loginName: search.actorName.toLowerCase() }] },
      select: { id: true },
      take: 100,
    });
    where.actorId = { in: found.map((user) => user.id) };
  }
  const [total, rows] = await Promise.all([
    db.accessLog.count({ where }),
    db.accessLog.findMany({ where, orderBy: [{ at: "desc" }, { id: "desc" }], skip: offsetOf(page), take: page.size }),
  ]);
  const names = await db.user.findMany({
    where: { id: { in: rows.flatMap((row) => (row.actorId === null ? [] : [row.actorId])) } },
    select: { id: true, displayName: true },
  });
  const nameOf = new Map(names.map((user) => [user.id, user.displayName]));
  return {
    total,
    ...page,
    rows: rows.map(({ id, at, actorId, action, subjectKind, subjectId, reason }) => ({
      id,
      at,
      actorName: actorId === null ? null : (nameOf.get(actorId) ?? "—"),
      action,
      subjectKind,
      subjectId,
      reason,
    })),
  };
}

/** The actions that occur in the log, for the search form. */
export async function loggedActions(db: Db): Promise<string[]> {
  const rows = await db.accessLog.groupBy({ by: ["action"], orderBy: { action: "asc" } });
  return rows.map((row) => row.action);
}
