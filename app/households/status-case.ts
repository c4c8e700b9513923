/** How far a proposed status change is: village → public notice → township → county. */
export const CASE_STATES = {
  ON_NOTICE: "公示中",
  REVIEWED: "待县级审定",
  APPROVED: "已审定",
  REFUSED: "未通过",
} as const;

export type CaseState = keyof typeof CASE_STATES;

/** 公示 at least this long where nothing else is decided; the setting "notice.days" says otherwise. */
export const NOTICE_DAYS = 7;

export function isCaseState(text: string | null): text is CaseState {
  return text !== null && Object.hasOwn(CASE_STATES, text);
}
