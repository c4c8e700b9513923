import type { Period } from "~/kernel/period";

export type MemberDates = {
  /** the first day in the household, "2026-11-23" */
  readonly joinedOn: string;
  /** the first day no longer in it; null = still there */
  readonly leftOn: string | null;
};

/** How many people the household has on a day (登记在册人口): who joined by then and has not left. */
export function headCount(members: readonly MemberDates[], day: string): number {
  return members.filter((member) => isMember(member, day)).length;
}

export function isMember(member: MemberDates, day: string): boolean {
  return member.joinedOn <= day && (member.leftOn === null || member.leftOn > day);
}

/** By how many heads a figure per head was divided, and which rule chose them (`headsDividing`). */
export type HeadsUsed = {
  readonly people: number;
  /** the day they were counted on, "2026-09-30" */
  readonly on: string;
  /** the closed month that froze them, and whose close it was; null = as registered on the day */
  readonly frozen: { readonly month: Period; readonly areaCode: string; readonly areaName: string } | null;
};

/** 按昌溪村 2026-09 结账时冻结的 4 人 */
export function headsWords({ people, on, frozen }: HeadsUsed): string {
  if (frozen) return `按${frozen.areaName} ${frozen.month} 结账时冻结的 ${people} 人`;
  return `按登记，${on} 的 ${people} 人（该户本期未结账）`;
}
