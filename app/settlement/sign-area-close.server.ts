import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { recordOf } from "~/benefits/income-sql.server";
import { holdBackEntries } from "~/benefits/journal-store.server";
import { boundsOf, dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { Prisma, withTransaction, type Transaction } from "~/platform/db.server";
import { codesWithin, withinAreas } from "~/regions/within-areas.server";
import { nextLevel, SIGN_ACTIONS, SIGN_LEVELS, type CloseFinding, type SignLevel } from "./area-close";
import { closeFindings } from "./area-close-store.server";
import { areaReportBody, reportHash } from "./area-report-store.server";

export type SignAreaCloseFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "closed" }
  | { readonly kind: "not-your-turn"; readonly level: SignLevel }
  | { readonly kind: "signed-before" }
  | { readonly kind: "blocked"; readonly findings: readonly CloseFinding[] };

/** A county of 100,000 households is frozen within seconds; entries wait meanwhile, so it must not take for ever. */
const COUNTY_MS = 60_000;

/**
 * Signs an area's month at the level that is next; the last signature closes it. In that moment heads, standings and sums
 * are frozen while no entry is under way, the report is written, and from then on entries of that month go into an open one.
 */
export async function signAreaClose(input: {
  readonly actor: Actor;
  readonly closeId: string;
  readonly remark: string;
  readonly now: Date;
}): Promise<Result<{ readonly closed: boolean }, SignAreaCloseFailure>> {
  const { actor, closeId, now } = input;
  return withTransaction(
    "sign area close",
    async (tx) => {
      // The same order in every transaction that closes: entries first, then the row.
      await holdBackEntries(tx);
      const [close] = await tx.$queryRaw<{ areaCode: string; period: string; state: string }[]>`
      SELECT scope_id AS "areaCode", period, state FROM period_close
      WHERE id = ${closeId}::uuid AND scope_kind = 'AREA' FOR UPDATE`;
      if (!close || !areaScopes(actor).some((prefix) => close.areaCode.startsWith(prefix)))
        return failed({ kind: "not-found" });
      if (close.state === "CLOSED") return failed({ kind: "closed" });
      const signed = await tx.closeSignature.findMany({
        where: { closeId },
        select: { level: true, signedById: true },
      });
      const level = nextLevel(
        close.areaCode,
        signed.map((one) => one.level),
      );
      if (level === undefined) return failed({ kind: "closed" });
      if (!can(actor, SIGN_ACTIONS[level], { areaCode: close.areaCode }))
        return failed({ kind: "not-your-turn", level });
      if (signed.some((one) => one.signedById === actor.userId)) return failed({ kind: "signed-before" });
      const blocking = (await closeFindings(tx, close.areaCode, close.period)).filter(
        ({ blocks, count }) => blocks && count > 0,
      );
      if (blocking.length > 0) return failed({ kind: "blocked", findings: blocking });

      await tx.closeSignature.create({
        data: { closeId, level, signedById: actor.userId, signedAt: now, remark: input.remark.trim() },
        select: { level: true },
      });
      const closed = nextLevel(close.areaCode, [...signed.map((one) => one.level), level]) === undefined;
      if (closed) await freeze(tx, { closeId, ...close, actor, now });
      await logAccess(tx, {
        actor,
        action: closed ? "close:closed" : "close:sign",
        subjectKind: "area",
        subjectId: close.areaCode,
        reason: `${close.period} ${SIGN_LEVELS[level]}`,
        now,
      });
      return succeeded({ closed });
    },
    { timeoutMs: COUNTY_MS },
  );
}

async function freeze(
  tx: Transaction,
  close: {
    readonly closeId: string;
    readonly areaCode: string;
    readonly period: string;
    readonly actor: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { closeId, areaCode, period, now } = close;
  const [first, last] = codesWithin(areaCode);
  const inside = withinAreas(Prisma.sql`h.area_code`, [areaCode]);
  const lastDay = dayOf(new Date(boundsOf(period).to.getTime() - 1));
  await tx.$executeRaw`
    INSERT INTO household_snapshot (close_id, household_id, area_code, heads, standing, attribute, accrued_fen, paid_fen, attributed_fen, declared_fen)
    SELECT ${closeId}::uuid, h.id, h.area_code, coalesce(members.people, 0), s.standing, s.attribute,
      coalesce(income.accrued, 0), coalesce(income.paid, 0), coalesce(income.attributed, 0), coalesce(declared.net, 0)
    FROM household h JOIN household_standing_within(${lastDay}::date, ${first}, ${last}) s ON s.household_id = h.id
    LEFT JOIN (
      SELECT m.household_id, count(*)::int AS people FROM household_member m JOIN household h ON h.id = m.household_id
      WHERE ${inside} AND m.joined_on <= ${lastDay}::date AND (m.left_on IS NULL OR m.left_on > ${lastDay}::date) GROUP BY 1) members ON members.household_id = h.id
    LEFT JOIN (
      SELECT r.household_id, sum(r.accrued_fen) FILTER (WHERE r.income_class <> 'EXCLUDED')::bigint AS accrued,
        sum(r.paid_fen) FILTER (WHERE r.income_class <> 'EXCLUDED')::bigint AS paid, sum(r.attributed_fen)::bigint AS attributed
      FROM ${recordOf(inside, Prisma.sql`r.period = ${period}`)} r GROUP BY 1) income ON income.household_id = h.id
    LEFT JOIN (
      SELECT d.household_id, sum(d.gross_fen - d.cost_fen)::bigint AS net FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k
      WHERE d.period = ${period} AND d.state = 'APPROVED' AND k.income_class <> 'EXCLUDED' GROUP BY 1) declared ON declared.household_id = h.id
    WHERE ${inside} AND h.registered_on <= ${lastDay}::date`;
  const body = await areaReportBody(tx, closeId);
  const hash = reportHash(body);
  await tx.areaReport.create({ data: { closeId, body, hash, createdAt: now }, select: { closeId: true } });
  await tx.periodClose.update({
    where: { id: closeId },
    data: { state: "CLOSED", closedAt: now, closedById: close.actor.userId, reportHash: hash },
    select: { id: true },
  });
}

export function explainSignAreaCloseFailure(failure: SignAreaCloseFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这次结账，或不在您的管辖范围内。";
    case "closed":
      return "已经结账。";
    case "not-your-turn":
      return `现在轮到${SIGN_LEVELS[failure.level]}级签字。`;
    case "signed-before":
      return "您已经签过；每一级须由不同的人签字。";
    case "blocked":
      return `还不能签字：${failure.findings.map(({ label, count }) => `${label} ${count} 件`).join("，")}。`;
  }
}
