import { addDays, dayOf } from "~/kernel/period";

/** What the problem ledger (整改台账) holds, and by what each is called. */
export const PROBLEM_KINDS = {
  OBJECTION: "异议",
  FINDING: "检查发现",
  COMPLAINT: "来电来信",
  DATA: "数据疑点",
  LEDGER: "账目差异",
  ALERT: "预警",
  DISPUTE: "退款争议",
} as const;

export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** OPEN waits for an answer; ANSWERED for a second person who closes it or sends it back. */
export const PROBLEM_STATES = { OPEN: "整改中", ANSWERED: "待销号", CLOSED: "已销号" } as const;

export type ProblemState = keyof typeof PROBLEM_STATES;

export const PROBLEM_EVENTS = {
  OPENED: "登记",
  ASSIGNED: "指定责任人",
  ANSWERED: "整改答复",
  RETURNED: "退回重办",
  CLOSED: "销号",
  LOOKED_BACK: "回头看",
  REOPENED: "重新打开",
  NOTE: "备注",
} as const;

export type ProblemEventKind = keyof typeof PROBLEM_EVENTS;

/** The thing a problem is about, by the id (or month) that names it. */
export type ProblemAbout = {
  readonly kind:
    | "INTAKE"
    | "ORDER_LINE"
    | "PAYOUT"
    | "DISBURSEMENT"
    | "PERIOD"
    | "CARD"
    | "DISPUTE"
    | "REFUND"
    | "CHECK"
    | "LIST"
    | "NOTICE";
  readonly id: string;
};

/** A household is told by when it will have an answer. */
const DAYS_TO_ANSWER_AN_OBJECTION = 15;

/** The last day ("2026-12-09") on which an objection of this instant is answered in time. */
export function objectionDeadline(openedAt: Date): string {
  return dayOf(addDays(openedAt, DAYS_TO_ANSWER_AN_OBJECTION));
}
