import { CheckLine } from "./check-line";

export type AuditStep = { name: string; ok: boolean; shownFen: number; summedFen: number };

/** The figures of one level, each beside the same summed from the level below. */
export function AuditSteps({ steps, of }: { steps: readonly AuditStep[]; of?: string }) {
  if (steps.length === 0) return null;
  return (
    <div className="stack-small">
      {steps.map((step) => (
        <CheckLine key={step.name} ok={step.ok} shownFen={step.shownFen} recomputedFen={step.summedFen}>
          {of !== undefined && `${of} `}
          {step.name}
        </CheckLine>
      ))}
    </div>
  );
}
