import { HEAD } from "./member";

/** Who leaves a household that splits, and what they are in the new one. Ids and relations only: no name leaves the card. */
export type SplitPlan = {
  readonly groupName: string;
  readonly members: readonly { readonly id: string; readonly relation: string }[];
};

export type SplitProblem = "nobody-leaves" | "nobody-stays" | "no-head" | "head-leaves" | "not-a-member";

/** What is wrong with a split of these present members; undefined when nothing is. */
export function splitProblem(
  plan: SplitPlan,
  present: readonly { readonly id: string; readonly relation: string }[],
): SplitProblem | undefined {
  const leaving = new Set(plan.members.map(({ id }) => id));
  if (leaving.size === 0) return "nobody-leaves";
  if (plan.members.some(({ id }) => !present.some((member) => member.id === id))) return "not-a-member";
  if (present.some(({ id, relation }) => relation === HEAD && leaving.has(id))) return "head-leaves";
  if (leaving.size >= present.length) return "nobody-stays";
  return plan.members.filter(({ relation }) => relation === HEAD).length === 1 ? undefined : "no-head";
}

export function explainSplitProblem(problem: SplitProblem): string {
  switch (problem) {
    case "nobody-leaves":
      return "请选择分出的成员，并注明各人在新户中的关系。";
    case "nobody-stays":
      return "原户至少留一人。全部迁走的请办理并户或注销。";
    case "no-head":
      return "分出的成员中须有且只有一位新户主。";
    case "head-leaves":
      return "户主不能分出。请先变更户主。";
    case "not-a-member":
      return "分出的人中有已不在本户的成员，请刷新后重选。";
  }
}
