import type { Page, PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import { pageOf } from "~/platform/page-of.server";
import type { NoticeBody, NoticeState } from "./notice";

export type NoticeRecord = {
  readonly id: string;
  readonly number: string;
  readonly closeId: string | null;
  readonly reportId: string | null;
  readonly areaCode: string;
  readonly areaName: string;
  readonly period: string;
  readonly title: string;
  readonly preface: string;
  readonly contact: string;
  readonly body: NoticeBody;
  readonly hash: string;
  readonly state: NoticeState;
  readonly fromOn: Date | null;
  readonly untilOn: Date | null;
  readonly createdById: string;
  readonly checkedById: string | null;
  readonly people: readonly (string | null)[];
  readonly withdrawnReason: string | null;
};

const SELECT_NOTICE = Prisma.sql`
  SELECT n.id, n.number, n.close_id AS "closeId", n.report_id AS "reportId", n.area_code AS "areaCode", a.name AS "areaName", n.period, n.title, n.preface,
    n.contact, n.body::json AS body, n.hash, n.state, n.from_on AS "fromOn", n.until_on AS "untilOn", n.created_by_id AS "createdById",
    n.checked_by_id AS "checkedById", ARRAY[c.display_name, k.display_name, p.display_name] AS people, n.withdrawn_reason AS "withdrawnReason"
  FROM notice n JOIN area a ON a.code = n.area_code
  LEFT JOIN app_user c ON c.id = n.created_by_id
  LEFT JOIN app_user k ON k.id = n.checked_by_id
  LEFT JOIN app_user p ON p.id = n.published_by_id`;

const ofAreas = (prefixes: readonly string[]) =>
  Prisma.sql`EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS s(prefix) WHERE n.area_code LIKE s.prefix || '%')`;

/** The notices of an official's areas, the newest first. */
export async function noticesOf(db: Db, prefixes: readonly string[], page: PageRequest): Promise<Page<NoticeRecord>> {
  const order = Prisma.sql`n.created_at DESC, n.number DESC`;
  return pageOf(db, Prisma.sql`${SELECT_NOTICE} WHERE ${ofAreas(prefixes)}`, order, page);
}

export async function findNotice(db: Db, id: string, prefixes: readonly string[]): Promise<NoticeRecord | undefined> {
  const [row] = await db.$queryRaw<NoticeRecord[]>`${SELECT_NOTICE} WHERE n.id = ${id}::uuid AND ${ofAreas(prefixes)}`;
  return row;
}

export type PublicNotice = Pick<
  NoticeRecord,
  "number" | "areaName" | "period" | "title" | "preface" | "contact" | "body" | "hash" | "fromOn" | "untilOn"
>;

const SELECT_PUBLIC = Prisma.sql`
  SELECT n.number, a.name AS "areaName", n.period, n.title, n.preface, n.contact, n.body::json AS body, n.hash,
    n.from_on AS "fromOn", n.until_on AS "untilOn"
  FROM notice n JOIN area a ON a.code = n.area_code WHERE n.state = 'PUBLISHED'`;

/** What everybody may read: published notices, running or in the archive. */
export async function publicNotices(db: Db, page: PageRequest): Promise<Page<PublicNotice>> {
  return pageOf(db, SELECT_PUBLIC, Prisma.sql`n.published_at DESC, n.number DESC`, page);
}

export async function findPublicNotice(db: Db, number: string): Promise<PublicNotice | undefined> {
  const [row] = await db.$queryRaw<PublicNotice[]>`${SELECT_PUBLIC} AND n.number = ${number}`;
  return row;
}
