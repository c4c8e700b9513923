import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { addDays, dayOf, startOfDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { dayToDate } from "~/kernel/calendar-day";
import { lockHousehold } from "./household-lock.server";
import {
  explainRecordStatusEventFailure,
  refusedStatusEvent,
  type RecordStatusEventFailure,
} from "./record-status-event.server";
import { STATUS_EVENTS, type Attribute, type StatusEventType } from "./status";
import { refusedSplit, type SplitFailure } from "./split-members.server";
import { explainSplitProblem, type SplitPlan } from "./split-plan";
import { NOTICE_DAYS } from "./status-case";

export type ProposeStatusChangeFailure =
  | RecordStatusEventFailure
  | SplitFailure
  | { readonly kind: "case-open"; readonly number: string }
  | { readonly kind: "no-such-successor" }
  | { readonly kind: "successor-itself" };

export type StatusProposal = {
  readonly actor: Actor;
  readonly householdId: string;
  readonly type: StatusEventType;
  readonly attribute?: Attribute | undefined;
  readonly effectiveOn: string;
  readonly evidence: string;
  readonly evidenceMediaId?: string | undefined;
  /** of a merger: the archive number of the household that goes on */
  readonly intoNumber?: string | undefined;
  /** of a split: who leaves */
  readonly split?: SplitPlan | undefined;
  readonly now: Date;
};

/**
 * The village puts a change of a household's status on public notice, with its evidence. Nothing changes on the card until
 * the township has reviewed what came in and the county has decided; one change of a household at a time.
 */
export async function proposeStatusChange(
  input: StatusProposal,
): Promise<Result<{ readonly caseId: string; readonly number: string }, ProposeStatusChangeFailure>> {
  return withTransaction("propose status change", async (tx) => {
    const household = await lockHousehold(tx, input.householdId, areaScopes(input.actor));
    if (!household || !can(input.actor, "status:propose", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    return openStatusCase(tx, input);
  });
}

/** The same for a household that the caller has locked and may propose for. */
export async function openStatusCase(
  tx: Transaction,
  input: StatusProposal,
): Promise<Result<{ readonly caseId: string; readonly number: string }, ProposeStatusChangeFailure>> {
  const { actor, householdId, type, effectiveOn, now } = input;
  const evidence = input.evidence.trim();
  if (evidence === "") return failed({ kind: "evidence-missing" });
  const refused = await refusedStatusEvent(tx, { householdId, type, effectiveOn });
  if (refused) return failed(refused);
  const open = await tx.statusCase.findFirst({
    where: { householdId, state: { in: ["ON_NOTICE", "REVIEWED"] } },
    select: { number: true },
  });
  if (open) return failed({ kind: "case-open", number: open.number });
  const into = type === "MERGED" ? await successor(tx, input.intoNumber ?? "", areaScopes(actor)) : null;
  if (into === undefined) return failed({ kind: "no-such-successor" });
  if (into === householdId) return failed({ kind: "successor-itself" });
  const split = type === "SPLIT" ? (input.split ?? { groupName: "", members: [] }) : undefined;
  const badSplit = split && (await refusedSplit(tx, householdId, split));
  if (badSplit) return failed(badSplit);

  const from = dayOf(now);
  const days = await noticeDays(tx);
  const [row] = await tx.$queryRaw<[{ serial: bigint }]>`SELECT nextval('status_case_number') AS serial`;
  const number = `BD${from.slice(2, 7).replace("-", "")}-${String(row.serial).padStart(4, "0")}`;
  const caseId = newId(now);
  await tx.statusCase.create({
    data: {
      id: caseId,
      number,
      householdId,
      type,
      attribute: input.attribute ?? null,
      effectiveOn: dayToDate(effectiveOn),
      evidence,
      evidenceMediaId: input.evidenceMediaId ?? null,
      intoHouseholdId: into,
      ...(split ? { splitPlan: { groupName: split.groupName, members: [...split.members] } } : {}),
      state: "ON_NOTICE",
      noticeFrom: dayToDate(from),
      noticeUntil: dayToDate(dayOf(addDays(startOfDay(from), days - 1))),
      proposedById: actor.userId,
      proposedAt: now,
    },
    select: { id: true },
  });
  const subject = { subjectKind: "household" as const, subjectId: householdId };
  await logAccess(tx, { actor, action: "status:propose", ...subject, reason: `${number} ${STATUS_EVENTS[type]}`, now });
  return succeeded({ caseId, number });
}

async function successor(tx: Transaction, number: string, prefixes: readonly string[]): Promise<string | undefined> {
  const found = await tx.household.findFirst({
    where: { number: number.trim(), OR: prefixes.map((prefix) => ({ areaCode: { startsWith: prefix } })) },
    select: { id: true },
  });
  return found?.id;
}

async function noticeDays(tx: Transaction): Promise<number> {
  const setting = await tx.setting.findUnique({ where: { key: "notice.days" }, select: { value: true } });
  return typeof setting?.value === "number" && setting.value >= 1 ? Math.trunc(setting.value) : NOTICE_DAYS;
}

export function explainProposeStatusChangeFailure(failure: ProposeStatusChangeFailure): string {
  switch (failure.kind) {
    case "case-open":
      return `该户还有一件变动（${failure.number}）没有办完，办完后才能再提出。`;
    case "bad-split":
      return explainSplitProblem(failure.problem);
    case "no-such-successor":
      return "没有这个档案编号的户，或不在您的管辖范围内。";
    case "successor-itself":
      return "不能并入自己。";
    default:
      return explainRecordStatusEventFailure(failure);
  }
}
