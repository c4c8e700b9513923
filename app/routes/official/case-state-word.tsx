import { CASE_STATES, type CaseState } from "~/households/status-case";
import { StatusWord, type StatusTone } from "~/ui/status-word";

const TONES: Readonly<Record<CaseState, StatusTone>> = {
  ON_NOTICE: "waiting",
  REVIEWED: "waiting",
  APPROVED: "done",
  REFUSED: "neutral",
};

export function CaseStateWord({ state }: { state: CaseState }) {
  return <StatusWord tone={TONES[state]}>{CASE_STATES[state]}</StatusWord>;
}
