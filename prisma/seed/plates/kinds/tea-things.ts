import { jitter, oval, placed, type Point } from "../curve";
import type { Pen } from "../pen";

/** A twisted dry leaf: a hooked, tapering stroke. */
export function dryLeaf(pen: Pen, at: Point, size: number): void {
  const turn = pen.random.int(0, 359);
  const curl = jitter(pen.random, 16);
  const outline: Point[] = [
    [-34, 0],
    [-16, -7 + curl * 0.3],
    [10, -6 + curl],
    [34, curl],
    [12, 5 + curl],
    [-14, 6 + curl * 0.3],
  ];
  pen.shape(placed(outline, at, turn, size), { width: 2.6, slip: 2 });
  pen.line(
    placed(
      [
        [-26, 1],
        [0, curl * 0.5],
        [26, curl],
      ],
      at,
      turn,
      size,
    ),
    1.5,
  );
}

/** A cup with a saucer, seen from a little above. */
export function cup(pen: Pen, [x, y]: Point, size: number, tinted: boolean): void {
  const r = size;
  pen.shape(oval(pen.random, [x, y + r * 0.98], [r * 1.42, r * 0.4], { wobble: 0.004, points: 24 }), { fill: "paper" });
  pen.shape(oval(pen.random, [x, y + r * 0.95], [r * 0.86, r * 0.22], { wobble: 0.004, points: 20 }), {
    fill: "none",
    width: 2,
  });
  const rim = Array.from({ length: 13 }, (_, i): Point => {
    const angle = Math.PI - (i / 12) * Math.PI;
    return [x + Math.cos(angle) * r, y + Math.sin(angle) * r * 0.3];
  });
  pen.shape(oval(pen.random, [x, y], [r, r * 0.3], { wobble: 0.004, points: 24 }), { fill: "paper" });
  pen.within(oval(pen.random, [x, y], [r, r * 0.3], { wobble: 0, points: 24 }), () => {
    pen.shape(oval(pen.random, [x, y + r * 0.1], [r * 0.92, r * 0.25], { wobble: 0.004, points: 24 }), {
      fill: tinted ? "tint" : "paper",
      width: 2.4,
      slip: 0,
    });
  });
  pen.shape(
    [
      ...rim,
      [x + r * 0.93, y + r * 0.4],
      [x + r * 0.62, y + r * 0.86],
      [x + r * 0.36, y + r],
      [x - r * 0.36, y + r],
      [x - r * 0.62, y + r * 0.86],
      [x - r * 0.93, y + r * 0.4],
    ],
    { fill: "paper" },
  );
  pen.line(
    [
      [x - r * 0.8, y + r * 0.5],
      [x - r * 0.3, y + r * 0.66],
      [x + r * 0.3, y + r * 0.66],
      [x + r * 0.8, y + r * 0.5],
    ],
    2.6,
  );
}

export function steam(pen: Pen, [x, y]: Point): void {
  for (const shift of [-46, 6, 54]) {
    pen.line(
      [
        [x + shift, y],
        [x + shift - 20, y - 44],
        [x + shift + 16, y - 88],
        [x + shift - 8, y - 138],
      ],
      3,
    );
  }
}
