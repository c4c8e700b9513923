import { scaleLinear } from "d3-scale";
import { Money } from "~/ui/money";

export type MonthBar = {
  readonly month: string;
  readonly paidFen: number;
  readonly accruedFen: number;
  readonly href?: string;
};

const WIDTH = 720;
const HEIGHT = 160;
const BASE = HEIGHT - 24;

/** Bars by month, drawn on the server: what was paid in the household colour, what accrued as an outline. The table says the same. */
export function MonthBars({ bars, caption }: { bars: readonly MonthBar[]; caption: string }) {
  const figures = bars.flatMap((bar) => [bar.paidFen, bar.accruedFen]);
  const highest = Math.max(0, ...figures);
  const lowest = Math.min(0, ...figures);
  // Without any figure the scale has no height, and every bar none.
  const y = scaleLinear()
    .domain([lowest, Math.max(1, highest)])
    .range([BASE, 12]);
  const slot = WIDTH / Math.max(1, bars.length);
  const zero = y(0);
  return (
    <figure className="month-bars">
      <figcaption>{caption}</figcaption>
      {/* On phones it scrolls sideways, and so must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="month-bars-frame" role="region" aria-label={caption} tabIndex={0}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${caption}，数字见下表`}>
          <line x1="0" x2={WIDTH} y1={zero} y2={zero} stroke="var(--ink)" strokeWidth="1" />
          {bars.map((bar, index) => {
            const x = index * slot + slot * 0.2;
            return (
              <g key={bar.month}>
                <Bar x={x} width={slot * 0.6} from={zero} to={y(bar.paidFen)} fill="var(--persimmon)" />
                <Bar x={x} width={slot * 0.6} from={zero} to={y(bar.accruedFen)} fill="none" stroke="var(--ink)" />
                <text x={index * slot + slot / 2} y={HEIGHT - 6} textAnchor="middle" className="month-bars-label">
                  {Number(bar.month.slice(5))}月
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <p className="caption">
        实心：已付到户；线框：应计（已确认归农户）。
        {highest > 0 ? (
          <>
            最高 <Money fen={highest} />。
          </>
        ) : (
          "这些月份没有收入。"
        )}
      </p>
    </figure>
  );
}

function Bar(bar: { x: number; width: number; from: number; to: number; fill: string; stroke?: string }) {
  const height = Math.abs(bar.from - bar.to);
  if (height === 0) return null;
  return (
    <rect
      x={bar.x}
      y={Math.min(bar.from, bar.to)}
      width={bar.width}
      height={height}
      fill={bar.fill}
      stroke={bar.stroke}
      strokeWidth={bar.stroke === undefined ? undefined : 1.5}
    />
  );
}
