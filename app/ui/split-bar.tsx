import { useId, type ReactNode } from "react";
import { useLocale } from "./locale";
import { yuanText } from "./money";
import { percentText, ribbonSpans, sharesInTenths } from "./split-shares";
import { TONE_COLOURS, TONE_ORDER, TONE_WEAVES, type SplitTone } from "./split-pattern";

export type SplitPart = {
  key: string;
  label: ReactNode;
  fen: bigint | number;
  tone: SplitTone;
  /** who sets it, or what it is for */
  note?: ReactNode;
};

/**
 * A price as a woven ribbon: who gets what of it, households first, each part with a thread of its own, and the same in
 * words with amounts that add up to the total shown. Parts without money stay in the list.
 */
export function SplitBar({
  parts,
  caption,
  totalLabel,
  state,
  compact,
}: {
  parts: readonly SplitPart[];
  caption?: ReactNode;
  totalLabel?: ReactNode;
  /** said of each part: 预计 until it is posted */
  state?: ReactNode;
  /** a thin ribbon with a short legend, without total */
  compact?: boolean;
}) {
  const id = useId().replaceAll(":", "");
  const english = useLocale() === "en";
  const sorted = parts.toSorted((a, b) => TONE_ORDER.indexOf(a.tone) - TONE_ORDER.indexOf(b.tone));
  const amounts = sorted.map((part) => BigInt(part.fen));
  const shares = sharesInTenths(amounts);
  const spans = ribbonSpans(amounts);
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  const tones = [...new Set(sorted.map((part) => part.tone))];

  return (
    <figure className="split-bar" data-compact={compact ? "" : undefined}>
      {caption !== undefined && <figcaption>{caption}</figcaption>}
      <svg className="split-ribbon" width="100%" height={compact ? 16 : 28} aria-hidden="true" focusable="false">
        <defs>
          {tones.map((tone) => (
            <Weave key={tone} id={`${id}${tone}`} tone={tone} />
          ))}
        </defs>
        <g>
          {sorted.map((part, index) => {
            const span = spans[index];
            if (span === undefined || span.width === 0) return null;
            return (
              <rect
                key={part.key}
                x={`${span.from.toFixed(3)}%`}
                width={`${span.width.toFixed(3)}%`}
                height="100%"
                fill={`url(#${id}${part.tone})`}
              />
            );
          })}
          {spans
            .filter((span) => span.width > 0 && span.from > 0)
            .map((span) => (
              <line
                key={span.from}
                x1={`${span.from.toFixed(3)}%`}
                x2={`${span.from.toFixed(3)}%`}
                y1="0"
                y2="100%"
                stroke="#fff"
                strokeWidth="2"
              />
            ))}
        </g>
      </svg>
      <ul className="split-list">
        {sorted.map((part, index) => (
          <li key={part.key} data-tone={part.tone}>
            <svg width="20" height="14" aria-hidden="true" focusable="false">
              <rect width="20" height="14" fill={`url(#${id}${part.tone})`} />
            </svg>
            <span>
              {part.label}
              {state !== undefined && <span className="split-state"> {state}</span>}
            </span>
            <span className="split-amount">{yuanText(part.fen)}</span>
            <span className="split-share">{percentText(shares[index] ?? 0)}</span>
            {!compact && part.note !== undefined && <span className="split-note">{part.note}</span>}
          </li>
        ))}
        {!compact && (
          <li className="split-total">
            <span />
            <span>{totalLabel ?? (english ? "Total" : "合计")}</span>
            <span className="split-amount">{yuanText(total)}</span>
            <span className="split-share">{total > 0n ? "100%" : "0%"}</span>
          </li>
        )}
      </ul>
    </figure>
  );
}

function Weave({ id, tone }: { id: string; tone: SplitTone }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill={TONE_COLOURS[tone]} />
      <path d={TONE_WEAVES[tone]} stroke="#fff" strokeOpacity=".42" strokeWidth="1.1" fill="none" />
    </pattern>
  );
}
