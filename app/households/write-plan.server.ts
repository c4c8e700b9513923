import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { lockHousehold } from "./household-lock.server";
import type { PlanMeasure } from "./plan";

export type WritePlanFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "no-measure" }
  /** somebody else wrote a version since the form was opened */
  | { readonly kind: "written-meanwhile"; readonly version: number };

/** Writes the next version of a household's plan (一户一策). `basedOn` is the version its author had before them, 0 for none. */
export async function writePlan(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly basedOn: number;
  readonly year: number;
  readonly targetFen: Fen;
  readonly target: string;
  readonly stages: string;
  readonly measures: readonly PlanMeasure[];
  readonly now: Date;
}): Promise<Result<{ readonly version: number }, WritePlanFailure>> {
  const { actor, householdId, now } = input;
  if (input.measures.length === 0) return failed({ kind: "no-measure" });
  return withTransaction("write plan", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const version = await tx.assistancePlan.count({ where: { householdId } });
    if (version !== input.basedOn) return failed({ kind: "written-meanwhile", version });
    await tx.assistancePlan.create({
      data: {
        id: newId(now),
        householdId,
        version: version + 1,
        year: input.year,
        targetFen: input.targetFen,
        target: input.target.trim(),
        stages: input.stages.trim(),
        measures: [...input.measures],
        authorId: actor.userId,
        createdAt: now,
      },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "household:plan", subjectKind: "household", subjectId: householdId, now });
    return succeeded({ version: version + 1 });
  });
}

export function explainWritePlanFailure(failure: WritePlanFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "no-measure":
      return "请至少写明一项措施。";
    case "written-meanwhile":
      return `其间已有第 ${failure.version} 版，请先查看新的一版，再在其基础上修改。`;
  }
}
