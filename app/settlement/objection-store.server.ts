import { dateToDay } from "~/kernel/calendar-day";
import type { Db } from "~/platform/db.server";
import type { ProblemState } from "./problem";

export type ObjectionRow = {
  readonly number: string;
  readonly state: ProblemState;
  readonly openedAt: Date;
  /** "2026-12-09" */
  readonly deadlineOn: string;
  readonly evidence: string;
  readonly answer: string | null;
  readonly outcome: string | null;
};

/** What a household objected to, newest first, with the answers it got. */
export async function objectionsOf(db: Db, householdId: string): Promise<ObjectionRow[]> {
  const rows = await db.problem.findMany({
    where: { kind: "OBJECTION", householdId },
    select: {
      number: true,
      state: true,
      openedAt: true,
      deadlineOn: true,
      evidence: true,
      answer: true,
      outcome: true,
    },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    take: 100,
  });
  return rows.map(({ state, deadlineOn, ...row }) => ({
    ...row,
    state: state as ProblemState,
    deadlineOn: dateToDay(deadlineOn),
  }));
}
