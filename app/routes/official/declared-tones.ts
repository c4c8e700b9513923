import type { DeclaredState } from "~/benefits/declared";

/** How the state of declared income looks beside its word. */
export const DECLARED_TONES = {
  APPROVED: "done",
  PROPOSED: "waiting",
  REJECTED: "neutral",
} as const satisfies Record<DeclaredState, string>;
