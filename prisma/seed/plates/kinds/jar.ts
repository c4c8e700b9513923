import { oval, points } from "../curve";
import type { Pen } from "../pen";

export const JAR = points("104 250, 112 268, 108 288, 150 326, 164 380, 164 620, 152 668, 120 684, 60 690");

export function lid(pen: Pen, x: number, y: number, width: number): void {
  pen.shape(
    [
      [x - width, y],
      [x + width, y],
      [x + width + 4, y + 60],
      [x - width - 4, y + 60],
    ],
    { straight: true, fill: "paper" },
  );
  pen.shape(oval(pen.random, [x, y], [width, 16], { wobble: 0.004, points: 20 }), { fill: "paper" });
  for (let i = 0; i < 13; i++)
    pen.line(
      [
        [x - width + 12 + (i * (width * 2 - 24)) / 12, y + 24],
        [x - width + 12 + (i * (width * 2 - 24)) / 12, y + 54],
      ],
      2,
    );
}

/** Light on glass: two upright strokes. */
export function gleam(pen: Pen, x: number, y: number, height: number): void {
  pen.line(
    [
      [x, y],
      [x - 5, y + height * 0.5],
      [x, y + height],
    ],
    4,
  );
  pen.line(
    [
      [x + 15, y + 16],
      [x + 12, y + height * 0.4],
      [x + 14, y + height * 0.6],
    ],
    2.6,
  );
}
