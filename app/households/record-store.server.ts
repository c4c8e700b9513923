import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { dateToDay } from "~/kernel/calendar-day";
import type { GuaranteeChecks } from "./guarantee";
import type { PlanMeasure } from "./plan";
import type { ProfileFacts } from "./profile-fields";

// What hangs below a card: surveys, visits, plans. Whoever reads has opened the card within its scope.

export type StoredProfile = { readonly version: number; readonly surveyedOn: string; readonly facts: ProfileFacts };

/** The newest survey; undefined before the first. */
export async function latestProfile(db: Db, householdId: string): Promise<StoredProfile | undefined> {
  const row = await db.householdProfile.findFirst({
    where: { householdId },
    select: { version: true, surveyedOn: true, facts: true },
    orderBy: { version: "desc" },
  });
  if (!row) return undefined;
  return {
    version: row.version,
    surveyedOn: dateToDay(row.surveyedOn),
    facts: row.facts as unknown as ProfileFacts,
  };
}

export type StoredVisit = {
  readonly id: string;
  readonly visitedOn: string;
  readonly visitorName: string;
  readonly guarantees: GuaranteeChecks;
  readonly summary: string;
  readonly needs: string;
  readonly nextVisitOn: string | null;
  readonly photoIds: readonly string[];
};

/** Visits, the last first. */
export async function visitsOf(db: Db, householdId: string, limit: number): Promise<StoredVisit[]> {
  const rows = await db.householdVisit.findMany({
    where: { householdId },
    select: {
      id: true,
      visitedOn: true,
      visitorName: true,
      guarantees: true,
      summary: true,
      needs: true,
      nextVisitOn: true,
      photoIds: true,
    },
    orderBy: [{ visitedOn: "desc" }, { createdAt: "desc" }],
    take: limit,
  });
  return rows.map((row) => ({
    ...row,
    visitedOn: dateToDay(row.visitedOn),
    nextVisitOn: row.nextVisitOn === null ? null : dateToDay(row.nextVisitOn),
    guarantees: row.guarantees as unknown as GuaranteeChecks,
  }));
}

export type StoredPlan = {
  readonly version: number;
  readonly year: number;
  readonly targetFen: Fen;
  readonly target: string;
  readonly stages: string;
  readonly measures: readonly PlanMeasure[];
  readonly author: string | null;
  readonly createdAt: Date;
};

/** Every version of the plan, the newest first. */
export async function plansOf(db: Db, householdId: string): Promise<StoredPlan[]> {
  const rows = await db.$queryRaw<(Omit<StoredPlan, "measures"> & { measures: PlanMeasure[] })[]>`
    SELECT p.version, p.year, p.target_fen AS "targetFen", p.target, p.stages, p.measures, u.display_name AS author,
      p.created_at AS "createdAt"
    FROM assistance_plan p LEFT JOIN app_user u ON u.id = p.author_id
    WHERE p.household_id = ${householdId}::uuid ORDER BY p.version DESC`;
  return rows;
}
