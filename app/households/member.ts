/** 户主: the head of a household. */
export const HEAD = "户主";

export type NewMember = {
  readonly name: string;
  /** 户主, 配偶, 子, 女 …; exactly one is the 户主 */
  readonly relation: string;
  readonly sex: "M" | "F";
  readonly birthYear: number;
  readonly idNumber?: string;
  readonly education?: string;
  readonly health?: string;
  readonly labour?: string;
  /** the first day in the household; the day of registration when not given */
  readonly joinedOn?: string;
};
