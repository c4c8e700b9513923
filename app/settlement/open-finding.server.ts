import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { openProblem } from "./open-problem.server";
import type { ProblemKind } from "./problem";

export type OpenFindingFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "no-such-household" }
  | { readonly kind: "deadline-past" };

/** An official writes what a check, a call or a letter brought up into the ledger, with a day to answer by. */
export async function openFinding(input: {
  readonly actor: Actor;
  readonly kind: Exclude<ProblemKind, "OBJECTION" | "ALERT" | "DISPUTE">;
  readonly areaCode: string;
  readonly householdNumber: string;
  readonly evidence: string;
  readonly deadlineOn: string;
  readonly now: Date;
}): Promise<Result<{ readonly problemId: string; readonly number: string }, OpenFindingFailure>> {
  const { actor, now } = input;
  if (!can(actor, "problem:work", { areaCode: input.areaCode })) return failed({ kind: "not-found" });
  if (input.deadlineOn < dayOf(now)) return failed({ kind: "deadline-past" });
  return withTransaction("open finding", async (tx) => {
    const number = input.householdNumber.trim();
    const household =
      number === ""
        ? undefined
        : await tx.household.findFirst({
            where: { number, OR: areaScopes(actor).map((prefix) => ({ areaCode: { startsWith: prefix } })) },
            select: { id: true, areaCode: true },
          });
    if (household === null) return failed({ kind: "no-such-household" });
    const opened = await openProblem(tx, {
      actor,
      kind: input.kind,
      areaCode: household?.areaCode ?? input.areaCode,
      householdId: household?.id,
      evidence: input.evidence,
      deadlineOn: input.deadlineOn,
      now,
    });
    await logAccess(tx, { actor, action: "problem:open", subjectKind: "problem", subjectId: opened.problemId, now });
    return succeeded(opened);
  });
}

export function explainOpenFindingFailure(failure: OpenFindingFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个地区，或不在您的管辖范围内。";
    case "no-such-household":
      return "没有这个档案编号的户，或不在您的管辖范围内。";
    case "deadline-past":
      return "办结期限不能早于今天。";
  }
}
