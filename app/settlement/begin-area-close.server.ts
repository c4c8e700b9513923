import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { periodOf, type Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";

export type BeginAreaCloseFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "month-not-over"; readonly period: Period }
  | { readonly kind: "wrong-level" }
  | { readonly kind: "begun"; readonly closeId: string };

/** Starts closing an area's month: from now on it waits for its signatures. A month that is not over stays open. */
export async function beginAreaClose(input: {
  readonly actor: Actor;
  readonly areaCode: string;
  readonly period: Period;
  readonly now: Date;
}): Promise<Result<{ readonly closeId: string }, BeginAreaCloseFailure>> {
  const { actor, areaCode, period, now } = input;
  if (!can(actor, "close:begin", { areaCode })) return failed({ kind: "not-found" });
  if (period >= periodOf(now)) return failed({ kind: "month-not-over", period });
  if (areaCode.length < 6) return failed({ kind: "wrong-level" });
  return withTransaction("begin area close", async (tx) => {
    const area = await tx.area.findUnique({ where: { code: areaCode }, select: { code: true } });
    if (!area) return failed({ kind: "not-found" });
    const scope = { scopeKind: "AREA", scopeId: areaCode, period };
    const id = newId(now);
    const created = await tx.periodClose.createMany({ data: { id, ...scope, state: "CLOSING" }, skipDuplicates: true });
    if (created.count === 0) {
      const there = await tx.periodClose.findUniqueOrThrow({
        where: { scopeKind_scopeId_period: scope },
        select: { id: true },
      });
      return failed({ kind: "begun", closeId: there.id });
    }
    await logAccess(tx, {
      actor,
      action: "close:begin",
      subjectKind: "area",
      subjectId: areaCode,
      reason: period,
      now,
    });
    return succeeded({ closeId: id });
  });
}

export function explainBeginAreaCloseFailure(failure: BeginAreaCloseFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个地区，或不在您的管辖范围内。";
    case "month-not-over":
      return `${failure.period} 还没有结束，不能结账。`;
    case "wrong-level":
      return "结账以村、乡镇或县为单位。";
    case "begun":
      return "这个月已经开始结账。";
  }
}
