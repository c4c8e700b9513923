import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db, type Transaction } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { maskName } from "./masking";
import type { SplitPlan } from "./split-plan";
import type { StatusEventType } from "./status";
import type { CaseState } from "./status-case";

export type LockedStatusCase = {
  readonly id: string;
  readonly number: string;
  readonly householdId: string;
  readonly areaCode: string;
  readonly type: string;
  readonly attribute: string | null;
  readonly effectiveOn: Date;
  readonly evidence: string;
  readonly intoHouseholdId: string | null;
  readonly householdNumber: string;
  readonly splitPlan: SplitPlan | null;
  readonly state: CaseState;
  readonly noticeUntil: Date;
  readonly proposedById: string;
  readonly reviewedById: string | null;
};

/** Locks a case of a household within the areas. Undefined when it is not there or lies elsewhere. */
export async function lockStatusCase(
  tx: Transaction,
  caseId: string,
  prefixes: readonly string[],
): Promise<LockedStatusCase | undefined> {
  const [row] = await tx.$queryRaw<LockedStatusCase[]>`
    SELECT c.id, c.number, c.household_id AS "householdId", h.area_code AS "areaCode", c.type, c.attribute,
      c.effective_on AS "effectiveOn", c.evidence, c.into_household_id AS "intoHouseholdId", h.number AS "householdNumber", c.split_plan AS "splitPlan", c.state,
      c.notice_until AS "noticeUntil", c.proposed_by_id AS "proposedById", c.reviewed_by_id AS "reviewedById"
    FROM status_case c JOIN household h ON h.id = c.household_id
    WHERE c.id = ${caseId}::uuid AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)}
    FOR UPDATE OF c`;
  return row;
}

export type StatusCaseRow = {
  readonly id: string;
  readonly number: string;
  readonly householdId: string;
  readonly householdNumber: string;
  readonly maskedHeadName: string;
  readonly areaCode: string;
  readonly villageName: string;
  readonly groupName: string;
  readonly type: StatusEventType;
  readonly attribute: string | null;
  readonly effectiveOn: Date;
  readonly evidence: string;
  readonly evidenceMediaId: string | null;
  readonly intoNumber: string | null;
  readonly splitPlan: SplitPlan | null;
  readonly newHouseholdId: string | null;
  readonly newNumber: string | null;
  readonly state: CaseState;
  readonly noticeFrom: Date;
  readonly noticeUntil: Date;
  readonly noticeContact: string | null;
  readonly noticeResult: string | null;
  readonly decisionNote: string | null;
  readonly proposedById: string;
  readonly proposedBy: string | null;
  readonly proposedAt: Date;
  readonly reviewedById: string | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
};

const SELECT_CASE = Prisma.sql`
  SELECT c.id, c.number, c.household_id AS "householdId", h.number AS "householdNumber", h.head_name AS "headName",
    h.area_code AS "areaCode", a.short_name AS "villageName", h.group_name AS "groupName", c.type, c.attribute, c.effective_on AS "effectiveOn",
    c.evidence, c.evidence_media_id AS "evidenceMediaId", i.number AS "intoNumber", c.split_plan AS "splitPlan",
    c.new_household_id AS "newHouseholdId", n.number AS "newNumber", c.state,
    c.notice_from AS "noticeFrom", c.notice_until AS "noticeUntil", c.notice_contact AS "noticeContact", c.notice_result AS "noticeResult",
    c.decision_note AS "decisionNote", c.proposed_by_id AS "proposedById", p.display_name AS "proposedBy",
    c.proposed_at AS "proposedAt", c.reviewed_by_id AS "reviewedById", r.display_name AS "reviewedBy",
    c.reviewed_at AS "reviewedAt", d.display_name AS "decidedBy", c.decided_at AS "decidedAt"
  FROM status_case c
  JOIN household h ON h.id = c.household_id
  JOIN area a ON a.code = h.area_code
  LEFT JOIN household i ON i.id = c.into_household_id
  LEFT JOIN household n ON n.id = c.new_household_id
  LEFT JOIN app_user p ON p.id = c.proposed_by_id
  LEFT JOIN app_user r ON r.id = c.reviewed_by_id
  LEFT JOIN app_user d ON d.id = c.decided_by_id`;

type Found = Omit<StatusCaseRow, "maskedHeadName"> & { readonly headName: string };

function masked({ headName, ...row }: Found): StatusCaseRow {
  return { ...row, maskedHeadName: maskName(headName) };
}

/** The cases of the areas, those that wait first. */
export async function statusCases(
  db: Db,
  prefixes: readonly string[],
  search: { readonly state?: CaseState | undefined; readonly householdId?: string },
  page: PageRequest,
): Promise<Page<StatusCaseRow>> {
  const conditions = [withinAreas(Prisma.sql`h.area_code`, prefixes)];
  if (search.state !== undefined) conditions.push(Prisma.sql`c.state = ${search.state}`);
  if (search.householdId !== undefined) conditions.push(Prisma.sql`c.household_id = ${search.householdId}::uuid`);
  const where = Prisma.join(conditions, " AND ");
  const rows = await db.$queryRaw<Found[]>`
    ${SELECT_CASE} WHERE ${where}
    ORDER BY c.state IN ('APPROVED', 'REFUSED'), c.notice_until, c.number
    LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`;
  const [count] = await db.$queryRaw<[{ total: number }]>`
    SELECT count(*)::int AS total FROM status_case c JOIN household h ON h.id = c.household_id WHERE ${where}`;
  return { rows: rows.map(masked), total: count.total, ...page };
}

/** One case within the areas. */
export async function findStatusCase(
  db: Db,
  caseId: string,
  prefixes: readonly string[],
): Promise<StatusCaseRow | undefined> {
  const [row] = await db.$queryRaw<Found[]>`
    ${SELECT_CASE} WHERE c.id = ${caseId}::uuid AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)}`;
  return row && masked(row);
}
