import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { Prisma, withTransaction } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { dateToDay, dayToDate } from "~/kernel/calendar-day";

export type ReassignCaseloadFailure =
  | { readonly kind: "nobody" }
  | { readonly kind: "same-person" }
  | { readonly kind: "before-present"; readonly fromOn: string };

/**
 * Gives all households of one responsible person to another from a day on: people change their posts, and no household
 * stays without one. Only households of the actor's areas; all of them or none.
 */
export async function reassignCaseload(input: {
  readonly actor: Actor;
  readonly from: { readonly personName: string; readonly unit: string };
  readonly to: { readonly personName: string; readonly unit: string };
  readonly fromOn: string;
  readonly now: Date;
}): Promise<Result<{ readonly households: number }, ReassignCaseloadFailure>> {
  const { actor, from, to, fromOn, now } = input;
  if (from.personName === to.personName && from.unit === to.unit) return failed({ kind: "same-person" });
  return withTransaction("reassign caseload", async (tx) => {
    // Both rows are locked: of two who ask at once, the second reads again whether the assignment is still open.
    const rows = await tx.$queryRaw<{ id: string; householdId: string; areaCode: string; fromOn: Date }[]>`
      SELECT a.id, a.household_id AS "householdId", h.area_code AS "areaCode", a.from_on AS "fromOn"
      FROM household h JOIN assignment a ON a.household_id = h.id
      WHERE a.to_on IS NULL AND a.person_name = ${from.personName} AND a.unit = ${from.unit}
        AND ${withinAreas(Prisma.sql`h.area_code`, areaScopes(actor))}
      ORDER BY h.id FOR UPDATE OF h, a`;
    const own = rows.filter(({ areaCode }) => can(actor, "household:edit", { areaCode }));
    if (own.length === 0) return failed({ kind: "nobody" });
    const latest = own.map((row) => dateToDay(row.fromOn)).reduce((a, b) => (a > b ? a : b));
    if (fromOn < latest) return failed({ kind: "before-present", fromOn: latest });
    await tx.assignment.updateMany({
      where: { id: { in: own.map(({ id }) => id) } },
      data: { toOn: dayToDate(fromOn) },
    });
    await tx.assignment.createMany({
      data: own.map(({ householdId }) => ({
        id: newId(now),
        householdId,
        personName: to.personName,
        unit: to.unit,
        fromOn: dayToDate(fromOn),
      })),
    });
    for (const { householdId } of own) {
      await logAccess(tx, { actor, action: "household:assign", subjectKind: "household", subjectId: householdId, now });
    }
    return succeeded({ households: own.length });
  });
}

export function explainReassignCaseloadFailure(failure: ReassignCaseloadFailure): string {
  switch (failure.kind) {
    case "nobody":
      return "此人目前没有在您管辖范围内负责的农户。";
    case "same-person":
      return "接任人与现任是同一人。";
    case "before-present":
      return `起始日期不能早于现任的起始日期（${failure.fromOn}）。`;
  }
}
