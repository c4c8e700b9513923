import type { Actor } from "~/access/actor";
import { periodOf, shiftPeriod, type Period } from "~/kernel/period";
import type { Transaction } from "~/platform/db.server";
import { EARLIEST_DECLARED, type DeclaredState } from "./declared";

// What stands beside the ledger, declared income and production costs, is entered by one person with its paper and decided by
// another; a month that is closed takes nothing more.

export type EntryRefusal =
  | { readonly kind: "month-to-come" }
  | { readonly kind: "too-long-ago"; readonly earliest: Period }
  | { readonly kind: "evidence-missing" };

/** What any entry is refused for before a household is looked at. */
export function entryRefusal(
  entry: { readonly period: Period; readonly basis: string; readonly evidence: string },
  now: Date,
): EntryRefusal | undefined {
  if (entry.period > periodOf(now)) return { kind: "month-to-come" };
  if (entry.period < EARLIEST_DECLARED) return { kind: "too-long-ago", earliest: EARLIEST_DECLARED };
  if (entry.evidence.trim() === "" || entry.basis.trim() === "") return { kind: "evidence-missing" };
  return undefined;
}

/** `what` is entered, in words: 收入, 费用. */
export function explainEntryRefusal(failure: EntryRefusal, what: string): string {
  switch (failure.kind) {
    case "month-to-come":
      return "月份还没有到。";
    case "too-long-ago":
      return `${failure.earliest} 以前的${what}不在此登记。`;
    case "evidence-missing":
      return "请写明计算依据和凭据。";
  }
}

/** The month itself, or the first one after it that is not closed for the area. */
export async function openPeriod(tx: Transaction, areaCode: string, asked: Period): Promise<Period> {
  const closed = await tx.$queryRaw<{ period: Period }[]>`
    SELECT period FROM period_close WHERE scope_kind = 'AREA' AND state = 'CLOSED' AND period >= ${asked}
      AND ${areaCode} LIKE scope_id || '%'`;
  let period = asked;
  while (closed.some((row) => row.period === period)) period = shiftPeriod(period, 1);
  return period;
}

export type Decision = {
  readonly actor: Actor;
  readonly approve: boolean;
  /** why not; of an approval a remark, if any */
  readonly note: string;
  readonly now: Date;
};

export type DecisionRefusal =
  | { readonly kind: "decided" }
  | { readonly kind: "own" }
  | { readonly kind: "note-missing" }
  | { readonly kind: "period-closed"; readonly period: Period };

/** Why this decision on an entry, whose row is locked, is not taken: one may be taken, once, by another than its author. */
export async function decisionRefusal(
  tx: Transaction,
  entry: {
    readonly state: DeclaredState;
    readonly proposedById: string;
    readonly areaCode: string;
    readonly period: Period;
  },
  { actor, approve, note }: Decision,
): Promise<DecisionRefusal | undefined> {
  if (!approve && note.trim() === "") return { kind: "note-missing" };
  if (entry.state !== "PROPOSED") return { kind: "decided" };
  if (entry.proposedById === actor.userId) return { kind: "own" };
  // A month may have been closed since: what counts in it is fixed.
  if (approve && (await openPeriod(tx, entry.areaCode, entry.period)) !== entry.period)
    return { kind: "period-closed", period: entry.period };
  return undefined;
}

/** A decision as both tables keep it. */
export function decisionColumns({ actor, approve, note, now }: Decision) {
  return {
    state: approve ? "APPROVED" : "REJECTED",
    decidedById: actor.userId,
    decidedAt: now,
    decisionNote: note.trim() === "" ? null : note.trim(),
  };
}

/** `entering` in words: 申报, 登记. */
export function explainDecisionRefusal(failure: DecisionRefusal, entering: string): string {
  switch (failure.kind) {
    case "decided":
      return "这一条已经核定过。";
    case "own":
      return `您自己${entering}的须由他人核定。`;
    case "note-missing":
      return "不予通过的，请写明理由。";
    case "period-closed":
      return `${failure.period} 已结账。请退回，由${entering}人记入当前月份并注明所属月份。`;
  }
}
