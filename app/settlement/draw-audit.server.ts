import type { Actor } from "~/access/actor";
import { SYSTEM_USER_ID } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { sha256 } from "~/benefits/journal-store.server";
import { firstSealedDay, publishedSeal } from "~/benefits/seal-journals.server";
import { newId } from "~/kernel/ids";
import { boundsOf, dayOf, periodOf, type Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { drawSample, SAMPLE_ALGORITHM } from "./audit-sample";
import { householdsOfMonth } from "./audit-store.server";

export type DrawAuditFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "month-not-over"; readonly period: Period }
  | { readonly kind: "no-households" }
  | { readonly kind: "no-seal-yet" }
  | { readonly kind: "drawn"; readonly drawId: string };

/**
 * Draws which tenth of an area's households is looked at for a month, once. The seed is the last seal of the first day
 * after the month on which anything was sealed, and that day has to be over: whoever draws, and when, changes nothing.
 */
export async function drawAudit(input: {
  readonly actor: Actor;
  readonly areaCode: string;
  readonly period: Period;
  readonly now: Date;
}): Promise<Result<{ readonly drawId: string }, DrawAuditFailure>> {
  const { actor, areaCode, period, now } = input;
  if (!can(actor, "audit:draw", { areaCode })) return failed({ kind: "not-found" });
  if (period >= periodOf(now)) return failed({ kind: "month-not-over", period });
  return withTransaction("draw audit", async (tx) => {
    const area = await tx.area.findUnique({ where: { code: areaCode }, select: { code: true } });
    if (!area) return failed({ kind: "not-found" });
    const sealDay = await firstSealedDay(tx, boundsOf(period).to);
    // a day that is not over may get a later seal
    const seal = sealDay !== undefined && sealDay < dayOf(now) ? await publishedSeal(tx, sealDay) : undefined;
    if (!sealDay || !seal) return failed({ kind: "no-seal-yet" });
    const households = await householdsOfMonth(tx, areaCode, period);
    if (households.length === 0) return failed({ kind: "no-households" });
    const seed = { algorithm: SAMPLE_ALGORITHM, areaCode, period, sealHash: seal.hash };
    const sample = drawSample(
      households.map(({ number }) => number),
      seed,
      sha256,
    );
    const idOf = new Map(households.map(({ id, number }) => [number, id]));

    const drawId = newId(now);
    const created = await tx.auditDraw.createMany({
      data: {
        id: drawId,
        areaCode,
        period,
        algorithm: SAMPLE_ALGORITHM,
        sealDay,
        sealSequence: seal.sequence,
        sealHash: seal.hash,
        population: households.map(({ number }) => number).join("\n"),
        populationCount: households.length,
        sampleSize: sample.length,
        drawnById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
        drawnAt: now,
      },
      skipDuplicates: true,
    });
    if (created.count === 0) {
      const there = await tx.auditDraw.findUniqueOrThrow({
        where: { areaCode_period: { areaCode, period } },
        select: { id: true },
      });
      return failed({ kind: "drawn", drawId: there.id });
    }
    await tx.auditSample.createMany({
      data: sample.map((number, position) => ({ drawId, position, householdId: idOf.get(number) ?? "" })),
    });
    await logAccess(tx, {
      actor,
      action: "audit:draw",
      subjectKind: "area",
      subjectId: areaCode,
      reason: period,
      now,
    });
    return succeeded({ drawId });
  });
}

export function explainDrawAuditFailure(failure: DrawAuditFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个地区，或不由您抽取。";
    case "month-not-over":
      return `${failure.period} 还没有结束，不能抽样。`;
    case "no-households":
      return "这个月这里没有登记户。";
    case "no-seal-yet":
      return "种子是该月之后第一个有封存的日子的最后一个封存，要等那一天过完。请明天再抽。";
    case "drawn":
      return "这个月已经抽过，名单不变。";
  }
}
