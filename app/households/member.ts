import { idNumberProblem, type IdNumberProblem } from "./id-number";

/** 户主: the head of a household. */
export const HEAD = "户主";

/** 与户主关系, as the register's forms list it. */
export const RELATIONS = [
  HEAD,
  "配偶",
  "之子",
  "之女",
  "之儿媳",
  "之女婿",
  "之孙子",
  "之孙女",
  "之外孙子",
  "之外孙女",
  "之父",
  "之母",
  "之岳父",
  "之岳母",
  "之祖父",
  "之祖母",
  "之兄弟姐妹",
  "其他",
] as const;

export const EDUCATIONS = ["学龄前", "文盲半文盲", "小学", "初中", "高中", "大专", "本科及以上"] as const;
export const HEALTHS = ["健康", "长期慢性病", "患有大病", "残疾"] as const;
export const LABOURS = ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"] as const;

export type NewMember = {
  readonly name: string;
  /** 户主, 配偶, 子, 女 …; exactly one is the 户主 */
  readonly relation: string;
  readonly sex: "M" | "F";
  readonly birthYear: number;
  readonly idNumber?: string | undefined;
  readonly education?: string | undefined;
  readonly health?: string | undefined;
  readonly labour?: string | undefined;
  /** the first day in the household; the day of registration when not given */
  readonly joinedOn?: string;
};

/** The day a citizen's number says somebody was born, "1962-01-31". */
export function bornOn(idNumber: string): string {
  const digits = idNumber.trim();
  return `${digits.slice(6, 10)}-${digits.slice(10, 12)}-${digits.slice(12, 14)}`;
}

/** 男 for an odd sequence, 女 for an even one. */
export function sexOf(idNumber: string): "M" | "F" {
  return Number(idNumber.trim()[16]) % 2 === 1 ? "M" : "F";
}

export type RefusedMember =
  | { readonly kind: "bad-id-number"; readonly problem: IdNumberProblem }
  | { readonly kind: "before-birth"; readonly born: string };

/** What is wrong with a member before anybody is asked: the number itself, or a day in the household before birth. */
export function refusedMember(
  member: Pick<NewMember, "idNumber" | "birthYear"> & { readonly joinedOn: string },
): RefusedMember | undefined {
  const { idNumber, birthYear, joinedOn } = member;
  const problem = idNumber === undefined ? undefined : idNumberProblem(idNumber);
  if (problem) return { kind: "bad-id-number", problem };
  if (idNumber !== undefined && joinedOn < bornOn(idNumber)) return { kind: "before-birth", born: bornOn(idNumber) };
  return Number(joinedOn.slice(0, 4)) < birthYear ? { kind: "before-birth", born: String(birthYear) } : undefined;
}

/** Why somebody is not in a household any more. */
export const LEAVING_REASONS = ["死亡", "婚嫁迁出", "户籍迁出", "服刑", "失联", "其他"] as const;

/** A death ends a person's membership of every household. */
export function isDeath(reason: string): boolean {
  return /死亡|去世|病故|亡故|身故|过世/.test(reason);
}
