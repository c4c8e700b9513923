import { oval, strewn, type Point } from "../curve";
import type { Pen } from "../pen";

export function slice(pen: Pen, at: Point, size: number): void {
  pen.shape(oval(pen.random, [at[0] + 4, at[1] + 16], [size, size * 0.62], { wobble: 0.02 }), { slip: 0 });
  const face = oval(pen.random, at, [size, size * 0.6], { wobble: 0.02 });
  pen.shape(face, { fill: "paper", width: 4 });
  for (const dot of strewn(pen.random, at, [size * 0.84, size * 0.46], 34, 12)) pen.dot(dot, 1.6);
  pen.line(
    [
      [at[0] - size * 0.5, at[1] + 4],
      [at[0], at[1] - 10],
      [at[0] + size * 0.46, at[1] + 2],
    ],
    1.8,
  );
}
