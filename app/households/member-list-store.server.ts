import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import type { MemberFilter } from "./member-filter";

export type MemberRow = {
  readonly householdId: string;
  readonly headName: string;
  readonly number: string;
  readonly groupName: string;
  readonly shareFen: Fen;
  /** Shanghai days */
  readonly joinedOn: string;
  /** the first day on which it is no member any more; a day to come is possible */
  readonly leftOn: string | null;
  /** on the day asked about */
  readonly isPresent: boolean;
};

type Asked = { readonly cooperativeId: string; readonly day: string; readonly filter: MemberFilter };

/** The memberships of a cooperative as they stand on a day, by pinyin: a household that came back has two. */
export async function listMembers(db: Db, asked: Asked, page: PageRequest): Promise<Page<MemberRow>> {
  const total = await countMembers(db, asked);
  // a page beyond the last is the first
  const number = (page.number - 1) * page.size < total ? page.number : 1;
  const rows = await db.$queryRaw<MemberRow[]>`
    ${allMembers(asked)} LIMIT ${page.size} OFFSET ${offsetOf({ ...page, number })}`;
  return { rows, total, number, size: page.size };
}

export async function countMembers(db: Db, asked: Asked): Promise<number> {
  const [row] = await db.$queryRaw<[{ total: bigint }]>`SELECT count(*) AS total ${listed(asked)}`;
  return Number(row.total);
}

/** The whole list as a query, for a cursor. */
export function allMembers(asked: Asked): Prisma.Sql {
  return Prisma.sql`
    SELECT h.id AS "householdId", h.head_name AS "headName", h.number, h.group_name AS "groupName",
      m.share_fen AS "shareFen", m.joined_on::text AS "joinedOn", m.left_on::text AS "leftOn",
      ${isPresent(asked.day)} AS "isPresent"
    ${listed(asked)} ORDER BY h.head_pinyin, h.number, m.joined_on`;
}

function listed({ cooperativeId, day, filter }: Asked): Prisma.Sql {
  const pattern = `%${filter.query.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const state = {
    present: isPresent(day),
    former: Prisma.sql`m.left_on <= ${day}::date`,
    all: Prisma.sql`true`,
  }[filter.state];
  return Prisma.sql`
    FROM membership m JOIN household h ON h.id = m.household_id
    WHERE m.cooperative_id = ${cooperativeId}::uuid AND ${state}
      AND (${filter.query} = '' OR lower(h.number) LIKE ${pattern} OR h.head_name LIKE ${pattern}
        OR h.head_pinyin LIKE ${pattern})`;
}

function isPresent(day: string): Prisma.Sql {
  return Prisma.sql`(m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date))`;
}

/**
 * The household with this archive number and head. Both must be right: a cooperative looks up whom it has before it, it
 * does not browse the register.
 */
export async function findHouseholdByCard(db: Db, number: string, headName: string): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM household WHERE number = ${number} AND head_name = ${headName}`;
  return row?.id;
}
