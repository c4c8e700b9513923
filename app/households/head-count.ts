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
