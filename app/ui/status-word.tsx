export type StatusTone = "done" | "waiting" | "problem" | "neutral";

/** A state in a word with a shape of its own: never by colour alone. */
export function StatusWord({ tone, children }: { tone: StatusTone; children: string }) {
  return (
    <span className="status" data-tone={tone}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
        {SHAPES[tone]}
      </svg>
      {children}
    </span>
  );
}

const SHAPES = {
  done: (
    <>
      <rect width="12" height="12" fill="currentColor" />
      <path d="M2.5 6.2 5 8.7l4.5-5.2" fill="none" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  waiting: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M6 1a5 5 0 0 1 0 10Z" fill="currentColor" />
    </>
  ),
  problem: (
    <>
      <path d="M6 .5 12 11.5H0Z" fill="currentColor" />
      <path d="M6 4.4v3.2M6 8.9v1.2" stroke="#fff" strokeWidth="1.4" />
    </>
  ),
  neutral: <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="none" stroke="currentColor" strokeWidth="1.6" />,
} satisfies Record<StatusTone, JSX.Element>;
