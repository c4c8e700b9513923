import { jitter, points, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { board } from "./board";

export const beef: PlateKind = {
  kind: "beef",
  caption: "黄牛肉",
  tint: "#CC7378",
  ground: "cloth",
  draw(pen) {
    board(pen);
    slab(pen, points("214 396, 250 320, 350 286, 462 296, 552 330, 580 396, 548 452, 440 470, 320 476, 236 458"), 46);
    for (let i = 0; i < 3; i++) slice(pen, [266 + i * 152, 566 - (i % 2) * 10], 1.22);
  },
};

/** A cut with a rim of fat, a thick edge and marbling. */
function slab(pen: Pen, outline: readonly Point[], thick: number): void {
  pen.shape(
    outline.map(([x, y]): Point => [x + 4, y + thick]),
    { slip: 0 },
  );
  pen.shape(outline, { fill: "paper" });
  const [cx, cy] = [
    outline.reduce((s, [x]) => s + x, 0) / outline.length,
    outline.reduce((s, [, y]) => s + y, 0) / outline.length,
  ];
  const inner = outline.map(([x, y], i): Point => {
    const k = i < 5 ? 0.86 : 0.95;
    return [cx + (x - cx) * k, cy + (y - cy) * k + 4];
  });
  pen.shape(inner, { width: 3.2, slip: 3 });
  pen.within(inner, () => {
    for (const [x, y] of strewn(pen.random, [cx, cy], [170, 80], 15, 34)) {
      const reach = 18 + pen.random.int(0, 22);
      const lean = jitter(pen.random, 16);
      pen.shape(
        [
          [x - reach, y],
          [x - 4, y - 7 + lean * 0.3],
          [x + reach, y + lean],
          [x + 6, y + 6 + lean * 0.5],
        ],
        { fill: "paper", width: 1.8 },
      );
    }
  });
}

function slice(pen: Pen, [x, y]: Point, size: number): void {
  const outline: Point[] = [
    [x - 56 * size, y + 20 * size],
    [x - 50 * size, y - 34 * size],
    [x - 8 * size, y - 56 * size],
    [x + 40 * size, y - 44 * size],
    [x + 58 * size, y],
    [x + 38 * size, y + 40 * size],
    [x - 14 * size, y + 48 * size],
  ];
  pen.shape(outline, { fill: "paper", width: 4.6 });
  pen.shape(
    outline.map(([px, py]): Point => [x + (px - x) * 0.82, y + (py - y) * 0.82 + 3]),
    { width: 2.4, slip: 2 },
  );
  for (let i = 0; i < 4; i++)
    pen.line(
      [
        [x - 26 + i * 15, y - 22 + i * 7],
        [x - 12 + i * 14, y - 2 + jitter(pen.random, 8)],
        [x - 16 + i * 16, y + 20],
      ],
      2,
    );
}
