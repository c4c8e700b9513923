import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { goalFits, goalText, TARGETS, type TargetKey } from "./target";

export type SetTargetFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "goal-out-of-range" }
  | { readonly kind: "source-missing" };

type Which = {
  readonly actor: Actor;
  readonly areaCode: string;
  readonly year: number;
  readonly key: TargetKey;
  readonly now: Date;
};

/** Sets what an area wants to reach in a year, or sets it anew. A goal stands nowhere without the paper it comes from. */
export async function setTarget(
  input: Which & { readonly goal: bigint; readonly source: string },
): Promise<Result<undefined, SetTargetFailure>> {
  const { actor, areaCode, year, key, goal, now } = input;
  const source = input.source.trim();
  if (!can(actor, "target:set", { areaCode })) return failed({ kind: "not-found" });
  if (!goalFits(key, goal)) return failed({ kind: "goal-out-of-range" });
  if (source === "") return failed({ kind: "source-missing" });
  return withTransaction("set target", async (tx) => {
    if (!(await tx.area.findUnique({ where: { code: areaCode }, select: { code: true } })))
      return failed({ kind: "not-found" });
    await tx.areaTarget.upsert({
      where: { areaCode_year_key: { areaCode, year, key } },
      create: { id: newId(now), areaCode, year, key, goal, source },
      update: { goal, source },
      select: { id: true },
    });
    await logAccess(tx, {
      ...logged(input),
      action: "target:set",
      reason: `${year} 年${TARGETS[key].label}${goalText(key, Number(goal))}`,
    });
    return succeeded(undefined);
  });
}

/** Takes an area's own target away; what is set above holds again. */
export async function dropTarget(input: Which): Promise<Result<undefined, SetTargetFailure>> {
  const { actor, areaCode, year, key } = input;
  if (!can(actor, "target:set", { areaCode })) return failed({ kind: "not-found" });
  return withTransaction("drop target", async (tx) => {
    const { count } = await tx.areaTarget.deleteMany({ where: { areaCode, year, key } });
    if (count === 0) return failed({ kind: "not-found" });
    await logAccess(tx, { ...logged(input), action: "target:drop", reason: `${year} 年${TARGETS[key].label}` });
    return succeeded(undefined);
  });
}

function logged({ actor, areaCode, now }: Which) {
  return { actor, subjectKind: "area" as const, subjectId: areaCode, now };
}

export function explainSetTargetFailure(failure: SetTargetFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个地区或目标，或不在您的管辖范围内。";
    case "goal-out-of-range":
      return "目标值超出范围：比例在 0 到 100 之间，户数和金额不为负。";
    case "source-missing":
      return "请写明目标出自哪份文件。";
  }
}
