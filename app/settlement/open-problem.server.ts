import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import type { Transaction } from "~/platform/db.server";
import { maskText } from "~/platform/redact";
import type { ProblemAbout, ProblemKind } from "./problem";

export type NewProblem = {
  readonly actor: Actor;
  readonly kind: ProblemKind;
  readonly areaCode: string;
  readonly householdId?: string | undefined;
  readonly cooperativeId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly about?: ProblemAbout | undefined;
  /** in the words of whoever says so; numbers that name a person are masked */
  readonly evidence: string;
  readonly ownerId?: string | undefined;
  /** "2026-12-09" */
  readonly deadlineOn: string;
  readonly now: Date;
};

/**
 * Writes a problem into the ledger, in the transaction of whatever found it: whoever calls has checked that the actor may.
 * Nothing else changes; in particular no money is held back.
 */
export async function openProblem(
  tx: Transaction,
  problem: NewProblem,
): Promise<{ readonly problemId: string; readonly number: string }> {
  const { actor, about, now } = problem;
  const problemId = newId(now);
  const openedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
  const number = await nextNumber(tx, now);
  await tx.problem.create({
    data: {
      id: problemId,
      number,
      kind: problem.kind,
      areaCode: problem.areaCode,
      householdId: problem.householdId ?? null,
      cooperativeId: problem.cooperativeId ?? null,
      orderId: problem.orderId ?? null,
      aboutKind: about?.kind ?? null,
      aboutId: about?.id ?? null,
      evidence: maskText(problem.evidence.trim()),
      state: "OPEN",
      ownerId: problem.ownerId ?? null,
      deadlineOn: dayToDate(problem.deadlineOn),
      openedById,
      openedAt: now,
      events: { create: { id: newId(now), at: now, kind: "OPENED", actorId: openedById, note: "" } },
    },
    select: { id: true },
  });
  return { problemId, number };
}

/** Which differences from lists stand open stays as it is until the transaction ends. */
export async function lockListProblems(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('list comparison', 7))`;
}

/** "WT2611-0007": the month, and a number that never comes twice. */
async function nextNumber(tx: Transaction, now: Date): Promise<string> {
  const [row] = await tx.$queryRaw<[{ serial: bigint }]>`SELECT nextval('problem_number') AS serial`;
  return `WT${dayOf(now).slice(2, 7).replace("-", "")}-${String(row.serial).padStart(4, "0")}`;
}
