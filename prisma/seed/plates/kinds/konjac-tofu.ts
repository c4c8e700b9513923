import { strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

export const konjacTofu: PlateKind = {
  kind: "konjac-tofu",
  caption: "魔芋豆腐",
  tint: "#B9B7AF",
  ground: "plate",
  draw(pen) {
    block(pen, [232, 286], 262, 112, 100);
    block(pen, [406, 480], 240, 104, 96);
    for (let i = 0; i < 4; i++) leafSlice(pen, [196 + i * 40, 500 + i * 42]);
  },
};

/** A block seen from the corner: top, front and side. */
function block(pen: Pen, [x, y]: Point, width: number, height: number, depth: number): void {
  const top: Point[] = [
    [x, y],
    [x + depth, y - depth * 0.5],
    [x + width + depth, y - depth * 0.5],
    [x + width, y],
  ];
  const front: Point[] = [
    [x, y],
    [x + width, y],
    [x + width - 3, y + height],
    [x + 4, y + height + 2],
  ];
  const side: Point[] = [
    [x + width, y],
    [x + width + depth, y - depth * 0.5],
    [x + width + depth - 4, y + height - depth * 0.5],
    [x + width - 3, y + height],
  ];
  for (const face of [side, front, top])
    pen.shape(face, { straight: true, slip: face === top ? 0 : 4, fill: face === top ? "paper" : "tint" });
  for (const [cx, cy, rx, ry] of [
    [x + width / 2, y + height / 2, width * 0.44, height * 0.38],
    [x + width / 2 + depth / 2, y - depth * 0.25, width * 0.4, depth * 0.18],
  ] as const) {
    for (const dot of strewn(pen.random, [cx, cy], [rx, ry], 40, 12)) pen.dot(dot, 1.9);
  }
  for (let i = 0; i < 7; i++)
    pen.line(
      [
        [x + width + 10 + i * 11, y + height - 18 - i * 5],
        [x + width + 16 + i * 11, y + 20 - i * 5],
      ],
      1.6,
    );
}

function leafSlice(pen: Pen, [x, y]: Point): void {
  pen.shape(
    [
      [x, y],
      [x + 92, y - 38],
      [x + 104, y - 12],
      [x + 12, y + 28],
    ],
    { straight: true, slip: 4, width: 4.4 },
  );
  for (const dot of strewn(pen.random, [x + 52, y - 4], [40, 14], 8, 8)) pen.dot(dot, 1.7);
}
