import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dayToDate } from "~/kernel/calendar-day";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { maskText } from "~/platform/redact";
import { lockListProblems } from "./open-problem.server";
import type { ProblemEventKind, ProblemState } from "./problem";
import { ownersFor } from "./problem-store.server";

export type ProblemStep =
  | { readonly step: "assign"; readonly ownerId: string; readonly deadlineOn: string; readonly note: string }
  | { readonly step: "answer"; readonly note: string }
  | { readonly step: "return"; readonly note: string }
  | { readonly step: "close"; readonly note: string }
  | { readonly step: "look-back"; readonly stays: boolean; readonly note: string };

export type WorkProblemFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-now"; readonly state: ProblemState }
  | { readonly kind: "second-person" }
  | { readonly kind: "no-such-owner" }
  | { readonly kind: "deadline-past" }
  /** a newer list said the same: it stands in the ledger once */
  | { readonly kind: "opened-anew"; readonly number: string }
  | { readonly kind: "note-missing" };

type Standing = {
  readonly aboutKind: string | null;
  readonly aboutId: string | null;
  readonly state: ProblemState;
  readonly areaCode: string;
  readonly ownerId: string | null;
  readonly openedById: string | null;
  readonly answeredById: string | null;
};

const LOOK_BACK_DAYS = 90;

/**
 * One step of a problem: named an owner, answered with evidence, sent back or closed by a second person, looked at again.
 * Whoever closes has neither opened, owned nor answered it; a look back that finds it undone opens it again.
 */
export async function workProblem(input: {
  readonly actor: Actor;
  readonly problemId: string;
  readonly step: ProblemStep;
  /** 佐证: what shows it, saved before */
  readonly photoIds?: readonly string[];
  readonly now: Date;
}): Promise<Result<undefined, WorkProblemFailure>> {
  const { actor, problemId, step, now } = input;
  const note = maskText(step.note.trim());
  return withTransaction("work problem", async (tx) => {
    await tx.$queryRaw`SELECT id FROM problem WHERE id = ${problemId}::uuid FOR UPDATE`;
    if (step.step === "look-back" && !step.stays) await lockListProblems(tx);
    const refused = await refusedStep(tx, input);
    if (refused) return failed(refused);
    await tx.problem.update({ where: { id: problemId }, data: changeOf(step, note, actor, now), select: { id: true } });
    const eventId = newId(now);
    await tx.problemEvent.create({
      data: { id: eventId, problemId, at: now, kind: eventOf(step), actorId: actor.userId, note },
      select: { id: true },
    });
    const photos = (input.photoIds ?? []).map((mediaId, position) => ({ eventId, position, mediaId }));
    if (photos.length > 0) await tx.problemPhoto.createMany({ data: photos });
    await logAccess(tx, { actor, action: `problem:${step.step}`, subjectKind: "problem", subjectId: problemId, now });
    return succeeded(undefined);
  });
}

/** Why a step cannot be taken now; undefined when it can. Also asked before its photos are stored. */
export async function refusedStep(
  db: Db,
  input: { readonly actor: Actor; readonly problemId: string; readonly step: ProblemStep; readonly now: Date },
): Promise<WorkProblemFailure | undefined> {
  const { actor, problemId, step, now } = input;
  if (step.note.trim() === "" && step.step !== "assign") return { kind: "note-missing" };
  const [problem] = await db.$queryRaw<Standing[]>`
    SELECT about_kind AS "aboutKind", about_id AS "aboutId", state, area_code AS "areaCode", owner_id AS "ownerId", opened_by_id AS "openedById", answered_by_id AS "answeredById"
    FROM problem WHERE id = ${problemId}::uuid`;
  const mine = problem && areaScopes(actor).some((prefix) => problem.areaCode.startsWith(prefix));
  if (!mine || !can(actor, "problem:work", { areaCode: problem.areaCode })) return { kind: "not-found" };
  return refusal(db, problem, step, actor, now);
}

async function refusal(
  db: Db,
  problem: Standing,
  step: ProblemStep,
  actor: Actor,
  now: Date,
): Promise<WorkProblemFailure | undefined> {
  const { state } = problem;
  const others = [problem.ownerId, problem.openedById, problem.answeredById];
  switch (step.step) {
    case "assign": {
      if (state === "CLOSED") return { kind: "not-now", state };
      if (step.deadlineOn < dayOf(now)) return { kind: "deadline-past" };
      const owners = await ownersFor(db, problem.areaCode);
      return owners.some(({ id }) => id === step.ownerId) ? undefined : { kind: "no-such-owner" };
    }
    case "answer":
      return state === "OPEN" ? undefined : { kind: "not-now", state };
    case "return":
    case "close":
      if (state !== "ANSWERED") return { kind: "not-now", state };
      return others.includes(actor.userId) ? { kind: "second-person" } : undefined;
    case "look-back":
      if (state !== "CLOSED") return { kind: "not-now", state };
      return step.stays ? undefined : openedAnew(db, problem);
  }
}

async function openedAnew(db: Db, { aboutKind, aboutId }: Standing): Promise<WorkProblemFailure | undefined> {
  if (aboutKind !== "LIST") return undefined;
  const newer = await db.problem.findFirst({
    where: { aboutKind, aboutId, state: { not: "CLOSED" } },
    select: { number: true },
  });
  return newer ? { kind: "opened-anew", number: newer.number } : undefined;
}

function changeOf(step: ProblemStep, note: string, actor: Actor, now: Date) {
  switch (step.step) {
    case "assign":
      return { ownerId: step.ownerId, deadlineOn: dayToDate(step.deadlineOn) };
    case "answer":
      return { state: "ANSWERED", answer: note, answeredById: actor.userId, answeredAt: now };
    case "return":
      return { state: "OPEN" };
    case "close":
      return {
        state: "CLOSED",
        outcome: note,
        closedById: actor.userId,
        closedAt: now,
        lookBackOn: dayToDate(dayOf(addDays(now, LOOK_BACK_DAYS))),
      };
    case "look-back":
      return step.stays
        ? { lookBackOn: null }
        : { state: "OPEN", outcome: null, closedById: null, closedAt: null, lookBackOn: null };
  }
}

function eventOf(step: ProblemStep): ProblemEventKind {
  switch (step.step) {
    case "assign":
      return "ASSIGNED";
    case "answer":
      return "ANSWERED";
    case "return":
      return "RETURNED";
    case "close":
      return "CLOSED";
    case "look-back":
      return step.stays ? "LOOKED_BACK" : "REOPENED";
  }
}

export function explainWorkProblemFailure(failure: WorkProblemFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个问题，或不在您的管辖范围内。";
    case "not-now":
      return "这个问题的进度已经变了，请刷新后再办。";
    case "second-person":
      return "销号或退回须由登记人、责任人、答复人以外的人办理。";
    case "no-such-owner":
      return "请从列表中选择责任人。";
    case "deadline-past":
      return "办结期限不能早于今天。";
    case "opened-anew":
      return `后来的名单又有同一疑点，已登记为 ${failure.number}，请在那里办理。`;
    case "note-missing":
      return "请写明情况和依据。";
  }
}
