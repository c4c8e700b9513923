import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { DeclaredState } from "./declared";

export type CostRow = {
  readonly id: string;
  readonly period: Period;
  readonly appliesTo: Period | null;
  readonly kind: string;
  readonly amountFen: Fen;
  readonly basis: string;
  readonly evidence: string;
  readonly evidenceMediaId: string | null;
  readonly correctsId: string | null;
  /** the entry it corrects, in words */
  readonly corrects: string | null;
  readonly state: DeclaredState;
  readonly proposedById: string;
  readonly proposedBy: string | null;
  readonly decidedBy: string | null;
  readonly decisionNote: string | null;
};

/** A household's costs of some months, by month and then as they were written down. */
export async function costEntries(
  db: Db,
  scope: {
    readonly areaPrefixes: readonly string[];
    readonly householdId: string;
    readonly from: Period;
    readonly to: Period;
  },
): Promise<CostRow[]> {
  return db.$queryRaw<CostRow[]>`
    SELECT c.id, c.period, c.applies_to AS "appliesTo", c.kind, c.amount_fen AS "amountFen", c.basis, c.evidence,
      c.evidence_media_id AS "evidenceMediaId", c.corrects_id AS "correctsId", o.period || ' ' || o.kind AS corrects, c.state,
      c.proposed_by_id AS "proposedById", p.display_name AS "proposedBy", u.display_name AS "decidedBy", c.decision_note AS "decisionNote"
    FROM cost_entry c
    JOIN household h ON h.id = c.household_id
    LEFT JOIN cost_entry o ON o.id = c.corrects_id
    LEFT JOIN app_user p ON p.id = c.proposed_by_id
    LEFT JOIN app_user u ON u.id = c.decided_by_id
    WHERE c.household_id = ${scope.householdId}::uuid AND c.period BETWEEN ${scope.from} AND ${scope.to}
      AND ${withinAreas(Prisma.sql`h.area_code`, scope.areaPrefixes)}
    ORDER BY c.period DESC, c.proposed_at, c.id`;
}
