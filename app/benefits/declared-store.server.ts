import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { DeclaredFlow, DeclaredState } from "./declared";
import type { IncomeClass } from "./flow";

export type DeclaredRow = {
  readonly id: string;
  readonly householdId: string;
  readonly period: Period;
  readonly appliesTo: Period | null;
  readonly flow: DeclaredFlow;
  readonly incomeClass: IncomeClass;
  readonly stable: boolean;
  readonly organisation: string;
  readonly product: string;
  readonly quantity: string;
  readonly basis: string;
  readonly grossFen: Fen;
  readonly costFen: Fen;
  readonly source: "DECLARED" | "IMPORTED";
  readonly evidence: string;
  readonly evidenceMediaId: string | null;
  readonly correctsId: string | null;
  readonly state: DeclaredState;
  readonly proposedById: string;
  readonly proposedBy: string | null;
  readonly decidedBy: string | null;
  readonly decisionNote: string | null;
  /** the list it is a row of */
  readonly listNumber: string | null;
  readonly listRow: number | null;
};

/** A household's declared entries of some months, by month and then as they were declared. */
export async function declaredEntries(
  db: Db,
  scope: {
    readonly areaPrefixes: readonly string[];
    readonly householdId: string;
    readonly from: Period;
    readonly to: Period;
  },
): Promise<DeclaredRow[]> {
  return db.$queryRaw<DeclaredRow[]>`
    SELECT d.id, d.household_id AS "householdId", d.period, d.applies_to AS "appliesTo", d.flow, c.income_class AS "incomeClass",
      c.stable, d.organisation, d.product, d.quantity, d.basis, d.gross_fen AS "grossFen", d.cost_fen AS "costFen", d.source,
      d.evidence, d.evidence_media_id AS "evidenceMediaId", d.corrects_id AS "correctsId", d.state,
      d.proposed_by_id AS "proposedById", p.display_name AS "proposedBy", u.display_name AS "decidedBy",
      d.decision_note AS "decisionNote", l.number AS "listNumber", d.list_row AS "listRow"
    FROM declared_income d
    JOIN household h ON h.id = d.household_id
    CROSS JOIN LATERAL class_of(d.flow, d.period) c
    LEFT JOIN app_user p ON p.id = d.proposed_by_id
    LEFT JOIN app_user u ON u.id = d.decided_by_id
    LEFT JOIN income_list l ON l.id = d.list_id
    WHERE d.household_id = ${scope.householdId}::uuid AND d.period BETWEEN ${scope.from} AND ${scope.to}
      AND ${withinAreas(Prisma.sql`h.area_code`, scope.areaPrefixes)}
    ORDER BY d.period DESC, d.proposed_at, d.id`;
}
