import { unfitIn, type UnfitKind } from "~/households/voice-words";
import { isPlainText } from "~/kernel/written";

// 村集体资金: what sales gave a village beside its households, and what the village did with it.

export const FUND_USE_STATES = { WAITING: "待核定", APPROVED: "已核定", REFUSED: "已退回" } as const;
export type FundUseState = keyof typeof FUND_USE_STATES;

export const PURPOSE_LENGTH = { least: 4, most: 60 } as const;
export const LONGEST_PAPER_WORDS = 100;

export type PurposeProblem =
  | { readonly kind: "length" }
  | { readonly kind: "invisible" }
  | { readonly kind: "not-chinese" }
  | { readonly kind: "private"; readonly about: OfAPerson; readonly shown: string };

/** Roads and schools may stand in a purpose; what leads to one person may not. */
const OF_A_PERSON = {
  number: "像证件、电话或银行卡的号码",
  contact: "联系方式",
  name: "姓名",
  address: "住址",
} as const satisfies Partial<Record<UnfitKind, string>>;
type OfAPerson = keyof typeof OF_A_PERSON;

/** 2026-10-12 has eight digits and is nobody's number. */
const A_DAY = /(?<!\d)20\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)/g;

/** What keeps a purpose from being published: it is one sentence, for everybody to read. */
export function purposeProblems(purpose: string): PurposeProblem[] {
  const length = [...purpose].length;
  const problems: PurposeProblem[] = [];
  if (length < PURPOSE_LENGTH.least || length > PURPOSE_LENGTH.most) problems.push({ kind: "length" });
  if (!isPlainText(purpose) || /[\r\n\t]/.test(purpose)) problems.push({ kind: "invisible" });
  if (!/\p{Script=Han}/u.test(purpose)) problems.push({ kind: "not-chinese" });
  for (const { about, shown } of unfitIn(purpose.replace(A_DAY, "那天")))
    if (isOfAPerson(about)) problems.push({ kind: "private", about, shown });
  return problems;
}

function isOfAPerson(about: UnfitKind): about is OfAPerson {
  return about in OF_A_PERSON;
}

export function explainPurposeProblem(problem: PurposeProblem): string {
  switch (problem.kind) {
    case "length":
      return `请用 ${PURPOSE_LENGTH.least} 到 ${PURPOSE_LENGTH.most} 个字写明用在哪里。`;
    case "invisible":
      return "请写成一行，不要换行和看不见的符号。";
    case "not-chinese":
      return "请用中文写。";
    case "private":
      return `这句话会公开，不写${OF_A_PERSON[problem.about]}：请去掉“${problem.shown}”。`;
  }
}
