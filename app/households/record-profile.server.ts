import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { dayToDate } from "~/kernel/calendar-day";
import { lockHousehold } from "./household-lock.server";
import {
  answerProblems,
  cleanAnswers,
  HOUSEHOLD_FIELDS,
  MEMBER_FIELDS,
  type ProfileFacts,
  type ProfileProblem,
} from "./profile-fields";

export type RecordProfileFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "in-the-future" }
  | {
      readonly kind: "bad-answers";
      readonly household: readonly ProfileProblem[];
      readonly members: Readonly<Record<string, readonly ProfileProblem[]>>;
    };

/** Keeps a survey of the household as its next version; earlier ones stay as they were. */
export async function recordProfile(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly surveyedOn: string;
  readonly facts: ProfileFacts;
  readonly now: Date;
}): Promise<Result<{ readonly version: number }, RecordProfileFailure>> {
  const { actor, householdId, facts, now } = input;
  if (input.surveyedOn > dayOf(now)) return failed({ kind: "in-the-future" });
  const household = answerProblems(HOUSEHOLD_FIELDS, facts.household);
  const members = Object.fromEntries(
    Object.entries(facts.members)
      .map(([id, answers]) => [id, answerProblems(MEMBER_FIELDS, answers)] as const)
      .filter(([, problems]) => problems.length > 0),
  );
  if (household.length > 0 || Object.keys(members).length > 0) {
    return failed({ kind: "bad-answers", household, members });
  }
  return withTransaction("record profile", async (tx) => {
    const locked = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!locked || !can(actor, "household:edit", { areaCode: locked.areaCode })) return failed({ kind: "not-found" });
    const own = await tx.householdMember.findMany({ where: { householdId }, select: { id: true } });
    const version = (await tx.householdProfile.count({ where: { householdId } })) + 1;
    await tx.householdProfile.create({
      data: {
        id: newId(now),
        householdId,
        version,
        surveyedOn: dayToDate(input.surveyedOn),
        facts: {
          household: cleanAnswers(HOUSEHOLD_FIELDS, facts.household),
          members: Object.fromEntries(own.map(({ id }) => [id, cleanAnswers(MEMBER_FIELDS, facts.members[id] ?? {})])),
        },
        recordedById: actor.userId,
        createdAt: now,
      },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "household:profile", subjectKind: "household", subjectId: householdId, now });
    return succeeded({ version });
  });
}
