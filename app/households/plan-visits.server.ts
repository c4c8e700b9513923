import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dateToDay, dayToDate } from "~/kernel/calendar-day";
import { isId, newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { Prisma, withTransaction, type Transaction } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { DAYS_AHEAD_AT_MOST, MOST_PLANNED_AT_ONCE, type Visitor } from "./planned-visit";
import { visitorsFor } from "./planned-visit-store.server";
import { isOver, type Standing } from "./status";

export type PlanVisitsFailure =
  /** one of them is not there, or lies elsewhere: the same answer */
  | { readonly kind: "not-found" }
  | { readonly kind: "none" }
  | { readonly kind: "too-many" }
  | { readonly kind: "in-the-past" }
  | { readonly kind: "too-far" }
  | { readonly kind: "over"; readonly numbers: readonly string[] }
  | { readonly kind: "nobody-responsible"; readonly numbers: readonly string[] }
  | { readonly kind: "unknown-visitor" }
  | { readonly kind: "not-theirs" }
  /** the form was sent before with something else in it */
  | { readonly kind: "key-used" };

/**
 * Says who visits which households by which day (安排走访): one person all of them, or each the person who answers for it. All of
 * them or none. What was said before of a household is replaced; a visit made after it settles it. Sent twice, it is said once.
 */
export async function planVisits(input: {
  readonly actor: Actor;
  readonly householdIds: readonly string[];
  readonly visitor: Visitor | "responsible";
  readonly dueOn: string;
  /** the form's nonce */
  readonly requestKey: string;
  readonly now: Date;
}): Promise<Result<{ readonly households: number }, PlanVisitsFailure>> {
  const { actor, visitor, dueOn, requestKey, now } = input;
  const householdIds = [...new Set(input.householdIds)];
  if (householdIds.length === 0) return failed({ kind: "none" });
  if (householdIds.length > MOST_PLANNED_AT_ONCE) return failed({ kind: "too-many" });
  if (!householdIds.every(isId)) return failed({ kind: "not-found" });
  return withTransaction("plan visits", async (tx) => {
    const households = await lockedWithResponsible(tx, areaScopes(actor), householdIds, dayOf(now));
    const editable = households.filter(({ areaCode }) => can(actor, "household:edit", { areaCode }));
    if (editable.length !== householdIds.length) return failed({ kind: "not-found" });

    const before = await tx.plannedVisit.findMany({
      where: { requestKey },
      select: { householdId: true, personName: true, unit: true, dueOn: true, plannedById: true },
    });
    if (before.length > 0) {
      const known = new Set(before.map(({ householdId }) => householdId));
      const same =
        known.size === householdIds.length &&
        householdIds.every((id) => known.has(id)) &&
        before.every(
          (plan) =>
            dateToDay(plan.dueOn) === dueOn &&
            plan.plannedById === actor.userId &&
            (visitor === "responsible" || (plan.personName === visitor.personName && plan.unit === visitor.unit)),
        );
      return same ? succeeded({ households: before.length }) : failed({ kind: "key-used" });
    }

    if (dueOn < dayOf(now)) return failed({ kind: "in-the-past" });
    if (dueOn > dayOf(addDays(now, DAYS_AHEAD_AT_MOST))) return failed({ kind: "too-far" });
    const over = households.filter(({ standing }) => isOver(standing));
    if (over.length > 0) return failed({ kind: "over", numbers: over.map(({ number }) => number) });
    const visitors = await visitorsOf(tx, input, households);
    if (!visitors.ok) return visitors;
    await tx.plannedVisit.createMany({
      data: visitors.value.map(({ householdId, personName, unit }) => ({
        id: newId(now),
        householdId,
        personName,
        unit,
        dueOn: dayToDate(dueOn),
        plannedById: actor.userId,
        plannedAt: now,
        requestKey,
      })),
    });
    for (const { id } of households)
      await logAccess(tx, { actor, action: "household:plan-visit", subjectKind: "household", subjectId: id, now });
    return succeeded({ households: households.length });
  });
}

type Household = {
  readonly id: string;
  readonly number: string;
  readonly areaCode: string;
  readonly standing: Standing;
  readonly personName: string | null;
  readonly unit: string | null;
};

/**
 * Those of the households that lie in the areas, locked in the order of their ids, with who answers for each today: asked in a
 * statement of its own, which sees what was committed while it waited for the locks.
 */
async function lockedWithResponsible(
  tx: Transaction,
  prefixes: readonly string[],
  householdIds: readonly string[],
  today: string,
): Promise<Household[]> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT h.id FROM household h
    WHERE h.id = ANY (${[...householdIds]}::uuid[]) AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)}
    ORDER BY h.id FOR UPDATE`;
  return tx.$queryRaw<Household[]>`
    SELECT h.id, h.number, h.area_code AS "areaCode", h.standing, a.person_name AS "personName", a.unit
    FROM household h LEFT JOIN LATERAL (
      SELECT a.person_name, a.unit FROM assignment a WHERE a.household_id = h.id AND a.from_on <= ${today}::date
        AND (a.to_on IS NULL OR a.to_on > ${today}::date)
      ORDER BY a.from_on DESC, a.id DESC LIMIT 1) a ON true
    WHERE h.id = ANY (${locked.map(({ id }) => id)}::uuid[])
    ORDER BY h.id`;
}

type Sent = Visitor & { readonly householdId: string };

async function visitorsOf(
  tx: Transaction,
  { actor, visitor, now }: { readonly actor: Actor; readonly visitor: Visitor | "responsible"; readonly now: Date },
  households: readonly Household[],
): Promise<Result<readonly Sent[], PlanVisitsFailure>> {
  if (visitor === "responsible") {
    const sent = households.flatMap(({ id: householdId, personName, unit }) =>
      personName === null || unit === null ? [] : [{ householdId, personName, unit }],
    );
    if (sent.length === households.length) return succeeded(sent);
    const without = households.filter(({ personName }) => personName === null);
    return failed({ kind: "nobody-responsible", numbers: without.map(({ number }) => number) });
  }
  const ids = households.map(({ id }) => id);
  const known = (await visitorsFor(tx, areaScopes(actor), ids, dayOf(now))).filter(
    ({ personName, unit }) => personName === visitor.personName && unit === visitor.unit,
  );
  if (known.length === 0) return failed({ kind: "unknown-visitor" });
  if (!known.some((one) => one.households === ids.length)) return failed({ kind: "not-theirs" });
  const { personName, unit } = visitor;
  return succeeded(ids.map((householdId) => ({ householdId, personName, unit })));
}

export function explainPlanVisitsFailure(failure: PlanVisitsFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "none":
      return "请先在表里勾选农户。";
    case "too-many":
      return `一次最多安排 ${MOST_PLANNED_AT_ONCE} 户。`;
    case "in-the-past":
      return "走访期限不能早于今天。";
    case "too-far":
      return "走访期限不能晚于一年以后。";
    case "over":
      return `已并户或已注销的不再走访：${failure.numbers.join("、")}。`;
    case "nobody-responsible":
      return `还没有帮扶责任人，请另选一位去走访：${failure.numbers.join("、")}。`;
    case "unknown-visitor":
      return "请从列表中选择走访人：勾选农户的责任人，或当地的干部。";
    case "not-theirs":
      return "所选的干部不管其中一些户所在的地方，请分开安排。";
    case "key-used":
      return "表单已失效，请重新打开页面。";
  }
}
