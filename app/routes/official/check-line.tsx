import type { ReactNode } from "react";
import { Money } from "~/ui/money";

/** A figure summed anew from its children: ✓ when it is the same, ✗ with both when it is not. */
export function CheckLine({
  ok,
  children,
  shownFen,
  recomputedFen,
}: {
  ok: boolean;
  /** what was compared */
  children: ReactNode;
  shownFen?: number;
  recomputedFen?: number;
}) {
  return (
    <p className="check" data-ok={ok}>
      <span aria-hidden="true">{ok ? "✓ " : "✗ "}</span>
      <span className="visually-hidden">{ok ? "核对一致：" : "核对不一致："}</span>
      {children}
      {recomputedFen !== undefined && (
        <>
          ：<Money fen={recomputedFen} />
        </>
      )}
      {!ok && shownFen !== undefined && (
        <>
          ，本页为 <Money fen={shownFen} />
        </>
      )}
    </p>
  );
}
