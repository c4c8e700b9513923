import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { maskName } from "~/households/masking";
import { Prisma, type Db } from "~/platform/db.server";
import type { AlertKey } from "./alert";
import type { ProblemEventKind, ProblemKind, ProblemState } from "./problem";

export type ProblemRow = {
  readonly id: string;
  readonly number: string;
  readonly kind: ProblemKind;
  readonly state: ProblemState;
  readonly areaCode: string;
  readonly areaName: string | null;
  readonly householdId: string | null;
  readonly household: string | null;
  readonly cooperativeName: string | null;
  readonly evidence: string;
  readonly ownerId: string | null;
  readonly owner: string | null;
  readonly deadlineOn: Date;
  readonly openedById: string | null;
  readonly openedBy: string | null;
  readonly openedAt: Date;
  readonly answer: string | null;
  readonly answeredById: string | null;
  readonly answeredBy: string | null;
  readonly outcome: string | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly lookBackOn: Date | null;
};

const SELECT_PROBLEM = Prisma.sql`
  SELECT p.id, p.number, p.kind, p.state, p.area_code AS "areaCode", a.short_name AS "areaName", p.household_id AS "householdId",
    h.number AS "householdNumber", h.head_name AS "headName", c.name AS "cooperativeName", p.evidence, p.owner_id AS "ownerId",
    o.display_name AS owner, p.deadline_on AS "deadlineOn", p.opened_by_id AS "openedById", b.display_name AS "openedBy",
    p.opened_at AS "openedAt", p.answer, p.answered_by_id AS "answeredById", w.display_name AS "answeredBy", p.outcome,
    z.display_name AS "closedBy", p.closed_at AS "closedAt", p.look_back_on AS "lookBackOn"
  FROM problem p
  LEFT JOIN area a ON a.code = p.area_code
  LEFT JOIN household h ON h.id = p.household_id
  LEFT JOIN cooperative c ON c.id = p.cooperative_id
  LEFT JOIN app_user o ON o.id = p.owner_id
  LEFT JOIN app_user b ON b.id = p.opened_by_id
  LEFT JOIN app_user w ON w.id = p.answered_by_id
  LEFT JOIN app_user z ON z.id = p.closed_by_id`;

type Found = Omit<ProblemRow, "household"> & {
  readonly householdNumber: string | null;
  readonly headName: string | null;
};

function shown({ householdNumber, headName, ...row }: Found): ProblemRow {
  return { ...row, household: householdNumber === null ? null : `${householdNumber} ${maskName(headName ?? "")}户` };
}

/** An area code of any length lies in a scope when it starts with one of the prefixes. */
function ofAreas(prefixes: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS s(prefix) WHERE p.area_code LIKE s.prefix || '%')`;
}

export type ProblemSearch = {
  readonly state?: ProblemState | undefined;
  readonly kind?: ProblemKind | undefined;
  /** alerts of one rule */
  readonly rule?: AlertKey | undefined;
  readonly overdue?: boolean;
  /** closed, and due to be looked at again */
  readonly lookBack?: boolean;
  readonly today: string;
};

/** The ledger of the areas: what is open and due first. */
export async function problems(
  db: Db,
  prefixes: readonly string[],
  search: ProblemSearch,
  page: PageRequest,
): Promise<Page<ProblemRow>> {
  const conditions = [ofAreas(prefixes)];
  if (search.state !== undefined) conditions.push(Prisma.sql`p.state = ${search.state}`);
  if (search.kind !== undefined) conditions.push(Prisma.sql`p.kind = ${search.kind}`);
  if (search.rule !== undefined)
    conditions.push(Prisma.sql`EXISTS (SELECT FROM alert e WHERE e.problem_id = p.id AND e.key = ${search.rule})`);
  if (search.overdue) conditions.push(Prisma.sql`p.state <> 'CLOSED' AND p.deadline_on < ${search.today}::date`);
  if (search.lookBack) conditions.push(Prisma.sql`p.state = 'CLOSED' AND p.look_back_on <= ${search.today}::date`);
  const where = Prisma.join(conditions, " AND ");
  const rows = await db.$queryRaw<Found[]>`
    ${SELECT_PROBLEM} WHERE ${where} ORDER BY p.state = 'CLOSED', p.deadline_on, p.number
    LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`;
  const [count] = await db.$queryRaw<[{ total: number }]>`SELECT count(*)::int AS total FROM problem p WHERE ${where}`;
  return { rows: rows.map(shown), total: count.total, ...page };
}

/** Of each rule the alerts that nobody has closed, those due first; `most` of a rule, and how many there are in all. */
export async function openAlertsByRule(
  db: Db,
  areaCode: string,
  most: number,
): Promise<readonly { readonly key: string; readonly open: number; readonly rows: readonly ProblemRow[] }[]> {
  const ranked = await db.$queryRaw<{ key: string; id: string; open: number; place: number }[]>`
    SELECT e.key, p.id, (count(*) OVER of_rule)::int AS open,
      (row_number() OVER (of_rule ORDER BY p.deadline_on, p.number))::int AS place
    FROM alert e JOIN problem p ON p.id = e.problem_id WHERE p.state <> 'CLOSED' AND ${ofAreas([areaCode])}
    WINDOW of_rule AS (PARTITION BY e.key)`;
  const listed = ranked.filter(({ place }) => place <= most);
  const rows = await db.$queryRaw<Found[]>`
    ${SELECT_PROBLEM} WHERE p.id = ANY(${listed.map(({ id }) => id)}::uuid[]) ORDER BY p.deadline_on, p.number`;
  return [...new Set(ranked.map(({ key }) => key))].map((key) => ({
    key,
    open: ranked.find((one) => one.key === key)?.open ?? 0,
    rows: rows.filter(({ id }) => listed.some((one) => one.key === key && one.id === id)).map(shown),
  }));
}

export type ProblemCounts = {
  readonly all: number;
  readonly closed: number;
  readonly overdue: number;
  readonly lookBack: number;
};

/** 销号率 is closed of all. */
export async function problemCounts(db: Db, prefixes: readonly string[], today: string): Promise<ProblemCounts> {
  const [row] = await db.$queryRaw<[ProblemCounts]>`
    SELECT count(*)::int AS all, (count(*) FILTER (WHERE p.state = 'CLOSED'))::int AS closed,
      (count(*) FILTER (WHERE p.state <> 'CLOSED' AND p.deadline_on < ${today}::date))::int AS overdue,
      (count(*) FILTER (WHERE p.state = 'CLOSED' AND p.look_back_on <= ${today}::date))::int AS "lookBack"
    FROM problem p WHERE ${ofAreas(prefixes)}`;
  return row;
}

export async function findProblem(db: Db, id: string, prefixes: readonly string[]): Promise<ProblemRow | undefined> {
  const [row] = await db.$queryRaw<Found[]>`${SELECT_PROBLEM} WHERE p.id = ${id}::uuid AND ${ofAreas(prefixes)}`;
  return row && shown(row);
}

export type ProblemEventRow = {
  readonly at: Date;
  readonly kind: ProblemEventKind;
  readonly by: string | null;
  readonly note: string;
};

export async function problemEvents(db: Db, problemId: string): Promise<ProblemEventRow[]> {
  return db.$queryRaw<ProblemEventRow[]>`
    SELECT e.at, e.kind, u.display_name AS by, e.note FROM problem_event e LEFT JOIN app_user u ON u.id = e.actor_id
    WHERE e.problem_id = ${problemId}::uuid ORDER BY e.at, e.id`;
}

/** Officials whose scope covers an area: who may answer for a problem there. */
export async function ownersFor(
  db: Db,
  areaCode: string,
): Promise<{ readonly id: string; readonly displayName: string }[]> {
  return db.$queryRaw<{ id: string; displayName: string }[]>`
    SELECT DISTINCT u.id, u.display_name AS "displayName" FROM app_user u JOIN role_grant g ON g.user_id = u.id
    WHERE g.scope_kind = 'AREA' AND g.scope_id <> '' AND ${areaCode} LIKE g.scope_id || '%' AND u.disabled_at IS NULL
      AND g.role IN ('VILLAGE_OFFICIAL', 'TOWNSHIP_OFFICIAL', 'COUNTY_OFFICIAL')
    ORDER BY 2`;
}

/** Who answers for what the system finds in an area: the official with the narrowest scope over it, the same one each time. */
export async function nearestOfficial(db: Db, areaCode: string): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM app_user u JOIN role_grant g ON g.user_id = u.id
    WHERE g.scope_kind = 'AREA' AND g.scope_id <> '' AND ${areaCode} LIKE g.scope_id || '%' AND u.disabled_at IS NULL
      AND g.role IN ('VILLAGE_OFFICIAL', 'TOWNSHIP_OFFICIAL', 'COUNTY_OFFICIAL')
    ORDER BY length(g.scope_id) DESC, u.created_at, u.id LIMIT 1`;
  return row?.id;
}
