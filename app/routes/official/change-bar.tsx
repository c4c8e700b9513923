import { changeWord, type Change } from "./change";

/** Half of the bar's width: a figure that doubled or vanished fills its side. */
const HALF = 40;
const FULL = 100;

/** A change in a cell: arrow, word and rate, above a bar to the right for more and to the left for less. The bar adds nothing to the words. */
export function ChangeBar({ change }: { change: Change }) {
  if (!("percent" in change)) return changeWord(change);
  const length = (Math.min(Number(change.percent), FULL) / FULL) * HALF;
  return (
    <>
      <span aria-hidden="true">{change.way === "up" ? "↑ " : "↓ "}</span>
      {changeWord(change)}
      <svg className="change-bar" viewBox={`${-HALF} 0 ${2 * HALF} 8`} aria-hidden="true" focusable="false">
        <rect x={-HALF} width={2 * HALF} height="8" className="change-ground" />
        <rect x={change.way === "up" ? 0 : -length} width={length} height="8" data-way={change.way} />
        <line x1="0" x2="0" y1="0" y2="8" />
      </svg>
    </>
  );
}
