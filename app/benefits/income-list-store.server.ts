import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import { offsetOf, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import type { DeclaredFlow, DeclaredState } from "./declared";

export type IncomeListSummary = {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly rowCount: number;
  readonly grossFen: Fen;
  readonly state: DeclaredState;
  readonly proposedAt: Date;
};

export type IncomeListPage = IncomeListSummary & {
  readonly areaCode: string;
  readonly evidence: string;
  readonly proposedById: string;
  readonly proposedBy: string | null;
  readonly decidedBy: string | null;
  readonly decisionNote: string | null;
};

export type IncomeListEntry = {
  readonly listRow: number;
  readonly householdId: string;
  readonly householdNumber: string;
  readonly period: Period;
  readonly appliesTo: Period | null;
  readonly flow: DeclaredFlow;
  readonly organisation: string;
  readonly basis: string;
  readonly grossFen: Fen;
  readonly costFen: Fen;
};

/** The lists of offices within these areas, the newest first. */
export async function incomeLists(
  db: Db,
  areaPrefixes: readonly string[],
  page: PageRequest,
): Promise<{ readonly total: number; readonly lists: readonly IncomeListSummary[] }> {
  const scope = withinOffices(areaPrefixes);
  const [lists, [count]] = await Promise.all([
    db.$queryRaw<IncomeListSummary[]>`
      SELECT l.id, l.number, l.title, l.row_count AS "rowCount", l.gross_fen AS "grossFen", l.state, l.proposed_at AS "proposedAt"
      FROM income_list l WHERE ${scope} ORDER BY l.proposed_at DESC, l.number DESC LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
    db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM income_list l WHERE ${scope}`,
  ]);
  return { total: count?.total ?? 0, lists };
}

export async function findIncomeList(
  db: Db,
  areaPrefixes: readonly string[],
  id: string,
): Promise<IncomeListPage | undefined> {
  const [list] = await db.$queryRaw<IncomeListPage[]>`
    SELECT l.id, l.number, l.title, l.row_count AS "rowCount", l.gross_fen AS "grossFen", l.state, l.proposed_at AS "proposedAt",
      l.area_code AS "areaCode", l.evidence, l.proposed_by_id AS "proposedById", p.display_name AS "proposedBy",
      u.display_name AS "decidedBy", l.decision_note AS "decisionNote"
    FROM income_list l
    LEFT JOIN app_user p ON p.id = l.proposed_by_id
    LEFT JOIN app_user u ON u.id = l.decided_by_id
    WHERE l.id = ${id}::uuid AND ${withinOffices(areaPrefixes)}`;
  return list;
}

/** A page of a list's rows, as they stand in the sheet. The list's own scope is asked by `findIncomeList`. */
export async function incomeListEntries(db: Db, listId: string, page: PageRequest): Promise<IncomeListEntry[]> {
  return db.$queryRaw<IncomeListEntry[]>`
    SELECT d.list_row AS "listRow", d.household_id AS "householdId", h.number AS "householdNumber", d.period,
      d.applies_to AS "appliesTo", d.flow, d.organisation, d.basis, d.gross_fen AS "grossFen", d.cost_fen AS "costFen"
    FROM declared_income d JOIN household h ON h.id = d.household_id
    WHERE d.list_id = ${listId}::uuid ORDER BY d.list_row LIMIT ${page.size} OFFSET ${offsetOf(page)}`;
}

/** An office's code is as long as its area's: a county sees what its townships proposed, a township not what its county did. */
function withinOffices(areaPrefixes: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM unnest(${[...areaPrefixes]}::text[]) AS scope WHERE starts_with(l.area_code, scope))`;
}
