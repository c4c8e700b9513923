import { PROBLEM_STATES, type ProblemState } from "~/settlement/problem";
import { StatusWord } from "~/ui/status-word";
import { Cell } from "~/ui/table";

export type ProblemProgress = {
  readonly owner: string | null;
  readonly deadlineOn: string;
  readonly late: boolean;
  readonly state: ProblemState;
};

/** The last columns of every list of problems: who answers for it, until when, and how far it is. */
export const PROGRESS_COLUMNS = [
  { key: "owner", label: "责任人" },
  { key: "deadline", label: "期限" },
  { key: "state", label: "进度" },
] as const;

export function ProgressCells({ of: { owner, deadlineOn, late, state } }: { of: ProblemProgress }) {
  return (
    <>
      <Cell label="责任人">{owner ?? "未指定"}</Cell>
      <Cell label="期限">
        <span className="nowrap">{deadlineOn}</span>
        {late && "（超期）"}
      </Cell>
      <Cell label="进度">
        <StatusWord tone={state === "CLOSED" ? "done" : late ? "problem" : "waiting"}>
          {PROBLEM_STATES[state]}
        </StatusWord>
      </Cell>
    </>
  );
}
