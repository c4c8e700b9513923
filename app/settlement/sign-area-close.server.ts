import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { holdBackEntries } from "~/benefits/journal-store.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { nextLevel, SIGN_ACTIONS, SIGN_LEVELS, type CloseFinding, type SignLevel } from "./area-close";
import { blockingFindings, differingRecords, undecidedEntries } from "./area-close-store.server";
import { reportHash, reportText } from "./area-report-store.server";
import { freezeArea } from "./freeze-area.server";
import { moneyOfMonth, type MonthMoney, type VillageMoney } from "./month-money-store.server";

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
      // For any month of any area PostgreSQL would plan, from the sixth on, what takes twice as long as a plan for this one.
      await tx.$executeRaw`SET LOCAL plan_cache_mode = force_custom_plan`;
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
      const closes = nextLevel(close.areaCode, [...signed.map((one) => one.level), level]) === undefined;
      const undecided = await undecidedEntries(tx, close.areaCode, close.period);
      const { money, differing } = closes
        ? await moneyOfMonth(tx, close, "while closing")
        : { money: undefined, differing: await differingRecords(tx, close.areaCode, close.period) };
      const blocking = blockingFindings({ undecided, differing }).filter(({ count }) => count > 0);
      if (blocking.length > 0) return failed({ kind: "blocked", findings: blocking });

      await tx.closeSignature.create({
        data: { closeId, level, signedById: actor.userId, signedAt: now, remark: input.remark.trim() },
        select: { level: true },
      });
      if (money) await closeMonth(tx, { closeId, ...close, money, actor, now });
      await logAccess(tx, {
        actor,
        action: closes ? "close:closed" : "close:sign",
        subjectKind: "area",
        subjectId: close.areaCode,
        reason: `${close.period} ${SIGN_LEVELS[level]}`,
        now,
      });
      return succeeded({ closed: closes });
    },
    { timeoutMs: COUNTY_MS },
  );
}

async function closeMonth(
  tx: Transaction,
  close: {
    readonly closeId: string;
    readonly areaCode: string;
    readonly period: string;
    readonly money: MonthMoney["money"];
    readonly actor: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { closeId, money, now } = close;
  await freezeArea(tx, close);
  await freezeMoney(tx, closeId, money.villages);
  const counts = await tx.frozenCount.findMany({
    where: { closeId },
    select: { areaCode: true, standing: true, households: true, heads: true },
  });
  const body = await reportText(tx, { ...close, closedAt: now }, counts, money);
  const hash = reportHash(body);
  await tx.areaReport.create({ data: { closeId, body, hash, createdAt: now }, select: { closeId: true } });
  await tx.periodClose.update({
    where: { id: closeId },
    data: { state: "CLOSED", closedAt: now, closedById: close.actor.userId, reportHash: hash },
    select: { id: true },
  });
}

/** As one list: a county has hundreds of villages, and a statement with a word for each figure takes longer to write than to run. */
async function freezeMoney(tx: Transaction, closeId: string, villages: readonly VillageMoney[]): Promise<void> {
  const fen = (of: (village: VillageMoney) => bigint) => villages.map((village) => String(of(village)));
  await tx.$executeRaw`
    INSERT INTO frozen_money (close_id, area_code, accrued_fen, paid_fen, attributed_fen, declared_fen, digest)
    SELECT ${closeId}::uuid, * FROM unnest(${villages.map(({ areaCode }) => areaCode)}::text[],
      ${fen(({ accruedFen }) => accruedFen)}::bigint[], ${fen(({ paidFen }) => paidFen)}::bigint[],
      ${fen(({ attributedFen }) => attributedFen)}::bigint[], ${fen(({ declaredFen }) => declaredFen)}::bigint[],
      ${villages.map(({ digest }) => digest)}::text[])`;
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
