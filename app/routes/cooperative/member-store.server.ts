import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";

export type MemberRow = {
  readonly householdId: string;
  readonly headName: string;
  readonly number: string;
  readonly groupName: string;
  readonly shareFen: Fen;
  /** Shanghai days */
  readonly joinedOn: string;
};

/** The members of a cooperative on a day, by pinyin; `query` narrows by name, pinyin or number. */
export async function listMembers(
  db: Db,
  cooperativeId: string,
  filter: { readonly day: string; readonly query: string },
  page: PageRequest,
): Promise<Page<MemberRow>> {
  const pattern = `%${filter.query.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db.$queryRaw<(MemberRow & { total: bigint })[]>`
    SELECT h.id AS "householdId", h.head_name AS "headName", h.number, h.group_name AS "groupName",
      m.share_fen AS "shareFen", m.joined_on::text AS "joinedOn", count(*) OVER () AS total
    FROM membership m JOIN household h ON h.id = m.household_id
    WHERE m.cooperative_id = ${cooperativeId}::uuid AND m.joined_on <= ${filter.day}::date
      AND (m.left_on IS NULL OR m.left_on > ${filter.day}::date)
      AND (${filter.query} = '' OR lower(h.number) LIKE ${pattern} OR h.head_name LIKE ${pattern}
        OR h.head_pinyin LIKE ${pattern})
    ORDER BY h.head_pinyin, h.number LIMIT ${page.size} OFFSET ${offsetOf(page)}`;
  // beyond the last page there is no row that could carry the count
  if (rows.length === 0 && page.number > 1) return listMembers(db, cooperativeId, filter, { ...page, number: 1 });
  const total = Number(rows[0]?.total ?? 0);
  return { rows: rows.map(({ total: _total, ...row }) => row), total, number: page.number, size: page.size };
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
