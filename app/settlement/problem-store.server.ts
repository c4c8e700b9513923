import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { maskName } from "~/households/masking";
import { Prisma, type Db } from "~/platform/db.server";
import type { ProblemAbout, ProblemEventKind, ProblemKind, ProblemState } from "./problem";
import type { ProblemFilter } from "./problem-filter";

export type ProblemRow = {
  readonly id: string;
  readonly number: string;
  readonly kind: ProblemKind;
  readonly state: ProblemState;
  readonly areaCode: string;
  readonly areaName: string | null;
  readonly householdId: string | null;
  readonly household: string | null;
  /** whom or what it is about, as lists say it */
  readonly about: string;
  readonly cooperativeName: string | null;
  readonly aboutKind: ProblemAbout["kind"] | null;
  readonly aboutId: string | null;
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
  /** how many photos show what was done */
  readonly photos: number;
};

const SELECT_PROBLEM = Prisma.sql`
  SELECT p.id, p.number, p.kind, p.state, p.area_code AS "areaCode", a.short_name AS "areaName", p.household_id AS "householdId",
    h.number AS "householdNumber", h.head_name AS "headName", c.name AS "cooperativeName", p.about_kind AS "aboutKind", p.about_id AS "aboutId", p.evidence, p.owner_id AS "ownerId",
    o.display_name AS owner, p.deadline_on AS "deadlineOn", p.opened_by_id AS "openedById", b.display_name AS "openedBy",
    p.opened_at AS "openedAt", p.answer, p.answered_by_id AS "answeredById", w.display_name AS "answeredBy", p.outcome,
    z.display_name AS "closedBy", p.closed_at AS "closedAt", p.look_back_on AS "lookBackOn",
    (SELECT count(*)::int FROM problem_event e JOIN problem_photo f ON f.event_id = e.id WHERE e.problem_id = p.id) AS photos
  FROM problem p
  LEFT JOIN area a ON a.code = p.area_code
  LEFT JOIN household h ON h.id = p.household_id
  LEFT JOIN cooperative c ON c.id = p.cooperative_id
  LEFT JOIN app_user o ON o.id = p.owner_id
  LEFT JOIN app_user b ON b.id = p.opened_by_id
  LEFT JOIN app_user w ON w.id = p.answered_by_id
  LEFT JOIN app_user z ON z.id = p.closed_by_id`;

export type FoundProblem = Omit<ProblemRow, "household" | "about"> & {
  readonly householdNumber: string | null;
  readonly headName: string | null;
};

export function shownProblem({ householdNumber, headName, ...row }: FoundProblem): ProblemRow {
  const household = householdNumber === null ? null : `${householdNumber} ${maskName(headName ?? "")}户`;
  return { ...row, household, about: household ?? row.cooperativeName ?? row.areaName ?? row.areaCode };
}

/** An area code of any length lies in a scope when it starts with one of the prefixes. */
function ofAreas(prefixes: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS s(prefix) WHERE p.area_code LIKE s.prefix || '%')`;
}

/** Where the problems lie that a filter is about, whatever their state. */
function placed(filter: Pick<ProblemFilter, "prefixes" | "areaCode" | "household">): Prisma.Sql {
  const conditions = [ofAreas(filter.prefixes)];
  if (filter.areaCode !== undefined) conditions.push(ofAreas([filter.areaCode]));
  if (filter.household !== undefined)
    conditions.push(Prisma.sql`p.household_id = (SELECT id FROM household WHERE number = ${filter.household})`);
  return Prisma.join(conditions, " AND ");
}

function asked(filter: ProblemFilter): Prisma.Sql {
  const conditions = [placed(filter)];
  if (filter.state !== undefined) conditions.push(Prisma.sql`p.state = ${filter.state}`);
  if (filter.kind !== undefined) conditions.push(Prisma.sql`p.kind = ${filter.kind}`);
  if (filter.rule !== undefined)
    conditions.push(Prisma.sql`EXISTS (SELECT FROM alert e WHERE e.problem_id = p.id AND e.key = ${filter.rule})`);
  if (filter.open) conditions.push(Prisma.sql`p.state <> 'CLOSED'`);
  if (filter.overdue) conditions.push(Prisma.sql`p.state <> 'CLOSED' AND p.deadline_on < ${filter.today}::date`);
  if (filter.lookBack) conditions.push(Prisma.sql`p.state = 'CLOSED' AND p.look_back_on <= ${filter.today}::date`);
  return Prisma.join(conditions, " AND ");
}

/** The ledger of the areas: what is open and due first. */
export function problemRows(filter: ProblemFilter): Prisma.Sql {
  return Prisma.sql`${SELECT_PROBLEM} WHERE ${asked(filter)} ORDER BY p.state = 'CLOSED', p.deadline_on, p.number`;
}

export async function countProblems(db: Db, filter: ProblemFilter): Promise<number> {
  const [count] = await db.$queryRaw<[{ total: number }]>`
    SELECT count(*)::int AS total FROM problem p WHERE ${asked(filter)}`;
  return count.total;
}

export async function problems(db: Db, filter: ProblemFilter, page: PageRequest): Promise<Page<ProblemRow>> {
  const rows = await db.$queryRaw<FoundProblem[]>`
    ${problemRows(filter)} LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`;
  return { rows: rows.map(shownProblem), total: await countProblems(db, filter), ...page };
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
  const rows = await db.$queryRaw<FoundProblem[]>`
    ${SELECT_PROBLEM} WHERE p.id = ANY(${listed.map(({ id }) => id)}::uuid[]) ORDER BY p.deadline_on, p.number`;
  return [...new Set(ranked.map(({ key }) => key))].map((key) => ({
    key,
    open: ranked.find((one) => one.key === key)?.open ?? 0,
    rows: rows.filter(({ id }) => listed.some((one) => one.key === key && one.id === id)).map(shownProblem),
  }));
}

export type ProblemCounts = {
  readonly all: number;
  readonly closed: number;
  readonly overdue: number;
  readonly lookBack: number;
};

/** Of the area and household of a filter, whatever else it asks for. 销号率 is closed of all. */
export async function problemCounts(db: Db, filter: ProblemFilter): Promise<ProblemCounts> {
  const { today } = filter;
  const [row] = await db.$queryRaw<[ProblemCounts]>`
    SELECT count(*)::int AS all, (count(*) FILTER (WHERE p.state = 'CLOSED'))::int AS closed,
      (count(*) FILTER (WHERE p.state <> 'CLOSED' AND p.deadline_on < ${today}::date))::int AS overdue,
      (count(*) FILTER (WHERE p.state = 'CLOSED' AND p.look_back_on <= ${today}::date))::int AS "lookBack"
    FROM problem p WHERE ${placed(filter)}`;
  return row;
}

/** What was said against a public notice, in the order in which it came. */
export async function objectionsToNotice(db: Db, noticeId: string): Promise<ProblemRow[]> {
  const rows = await db.$queryRaw<FoundProblem[]>`
    ${SELECT_PROBLEM} WHERE p.about_kind = 'NOTICE' AND p.about_id = ${noticeId} ORDER BY p.opened_at, p.number`;
  return rows.map(shownProblem);
}

export async function findProblem(db: Db, id: string, prefixes: readonly string[]): Promise<ProblemRow | undefined> {
  const [row] = await db.$queryRaw<FoundProblem[]>`${SELECT_PROBLEM} WHERE p.id = ${id}::uuid AND ${ofAreas(prefixes)}`;
  return row && shownProblem(row);
}

export type ProblemEventRow = {
  readonly at: Date;
  readonly kind: ProblemEventKind;
  readonly by: string | null;
  readonly note: string;
  readonly photoIds: readonly string[];
};

export async function problemEvents(db: Db, problemId: string): Promise<ProblemEventRow[]> {
  return db.$queryRaw<ProblemEventRow[]>`
    SELECT e.at, e.kind, u.display_name AS by, e.note,
      ARRAY(SELECT f.media_id FROM problem_photo f WHERE f.event_id = e.id ORDER BY f.position) AS "photoIds"
    FROM problem_event e LEFT JOIN app_user u ON u.id = e.actor_id
    WHERE e.problem_id = ${problemId}::uuid ORDER BY e.at, e.id`;
}

/** Officials whose scope covers an area: who may answer for a problem there. */
export async function ownersFor(
  db: Db,
  areaCode: string,
): Promise<{ readonly id: string; readonly displayName: string }[]> {
  return db.$queryRaw<{ id: string; displayName: string }[]>`
    SELECT DISTINCT u.id, u.display_name AS "displayName" ${officialsOver(areaCode)} ORDER BY 2`;
}

/** Who answers for what the system finds in an area: the official with the narrowest scope over it, the same one each time. */
export async function nearestOfficial(db: Db, areaCode: string): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT u.id ${officialsOver(areaCode)} ORDER BY length(g.scope_id) DESC, u.created_at, u.id LIMIT 1`;
  return row?.id;
}

/** Whose office covers the area today: neither a closed account nor one that the office was taken from. */
function officialsOver(areaCode: string): Prisma.Sql {
  return Prisma.sql`
    FROM app_user u JOIN role_grant g ON g.user_id = u.id
    WHERE g.scope_kind = 'AREA' AND g.scope_id <> '' AND ${areaCode} LIKE g.scope_id || '%' AND g.revoked_at IS NULL
      AND g.role IN ('VILLAGE_OFFICIAL', 'TOWNSHIP_OFFICIAL', 'COUNTY_OFFICIAL') AND u.disabled_at IS NULL`;
}

/** The area of the problem that a photo goes with: those who work on it may see it. */
export async function areaOfProblemPhoto(db: Db, mediaId: string): Promise<{ readonly areaCode: string } | undefined> {
  const found = await db.problemPhoto.findUnique({
    where: { mediaId },
    select: { event: { select: { problem: { select: { areaCode: true } } } } },
  });
  return found?.event.problem;
}
