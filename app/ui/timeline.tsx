import type { ReactNode } from "react";
import { Day } from "./day";

export type TimelineStep = {
  title: ReactNode;
  /** "2026-11-23" or "2026-11-23 09:30" in Beijing */
  time?: string;
  detail?: ReactNode;
  state: "done" | "current" | "upcoming" | "problem";
};

/** What happened, in order, and what is to come. */
export function Timeline({ steps, label }: { steps: readonly TimelineStep[]; label?: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {steps.map((step, index) => (
        <li key={index} data-state={step.state} aria-current={step.state === "current" ? "step" : undefined}>
          <span className="timeline-title">{step.title}</span>
          {step.time !== undefined && <Day>{step.time}</Day>}
          {step.detail !== undefined && <div>{step.detail}</div>}
        </li>
      ))}
    </ol>
  );
}
