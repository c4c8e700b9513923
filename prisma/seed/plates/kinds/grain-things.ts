import type { Point } from "../curve";
import type { Pen } from "../pen";

/** What shows between the things on top: the tint in the shape of the heap. */
export function mound(pen: Pen, [x, y]: Point, reach: number): void {
  const top = reach * 0.46;
  pen.shape(
    [
      [x - reach, y],
      [x - reach * 0.6, y - top * 0.7],
      [x, y - top],
      [x + reach * 0.6, y - top * 0.7],
      [x + reach, y],
      [x, y + 60],
    ],
    { width: 0, slip: 0 },
  );
}
