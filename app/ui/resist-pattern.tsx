import { useId } from "react";
import { resistTile } from "./resist-tile";

/** A band of a village's own indigo cloth. Decoration: silent for screen readers. */
export function ResistPattern({ code, height = 24 }: { code: string; height?: number }) {
  const id = useId().replaceAll(":", "");
  const { size, dots, lines } = resistTile(code);
  const scale = height >= 40 ? 1 : 0.5;
  return (
    <svg className="resist" width="100%" height={height} aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={`scale(${scale})`}>
          <path d={lines} fill="none" stroke="#e9eef5" strokeWidth="1.6" />
          <path d={dots} fill="#e9eef5" />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
