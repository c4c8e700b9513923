import { CAUSES, type Cause } from "./status";

/** 致贫原因: one main cause and two others at most; a household of the general kind may have none. */
export const MOST_CAUSES = 3;

export type CauseProblem = "unknown" | "twice" | "too-many" | "main-missing";

/** The causes as typed, the main one first and "" for what was left open; or why they are none. */
export function readCauses(
  typed: readonly string[],
): { readonly ok: true; readonly causes: readonly Cause[] } | { readonly ok: false; readonly problem: CauseProblem } {
  const [main = "", ...others] = typed.map((one) => one.trim());
  const given = [main, ...others].filter((one) => one !== "");
  if (given.length > MOST_CAUSES) return { ok: false, problem: "too-many" };
  if (main === "" && given.length > 0) return { ok: false, problem: "main-missing" };
  if (new Set(given).size < given.length) return { ok: false, problem: "twice" };
  return given.every(isCause) ? { ok: true, causes: given } : { ok: false, problem: "unknown" };
}

function isCause(text: string): text is Cause {
  return CAUSES.some((cause) => cause === text);
}

export function explainCauseProblem(problem: CauseProblem): string {
  switch (problem) {
    case "unknown":
      return "请从列表中选择原因。";
    case "twice":
      return "同一个原因只选一次。";
    case "too-many":
      return `主要原因一个，其他原因最多 ${MOST_CAUSES - 1} 个。`;
    case "main-missing":
      return "填了其他原因的，请选择主要原因。";
  }
}
