import { jitter, placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

/** A hank of dry noodles with a paper band. */
function hank(pen: Pen, at: Point, turn: number): void {
  const put = (points: readonly Point[]) => placed(points, at, turn);
  pen.shape(
    put(points("-270 -50, -120 -44, 0 -40, 120 -44, 270 -50, 276 0, 270 50, 120 44, 0 40, -120 44, -270 50, -276 0")),
    { slip: 6 },
  );
  for (let i = 0; i < 13; i++) {
    const y = -44 + i * 7.4;
    pen.line(
      put([
        [-266 + jitter(pen.random, 8), y * 1.08],
        [-110, y * 0.94],
        [0, y * 0.86],
        [110, y * 0.94],
        [266 + jitter(pen.random, 8), y * 1.08],
      ]),
      1.9,
      "blunt",
    );
  }
  pen.shape(
    put([
      [-44, -47],
      [44, -47],
      [46, 48],
      [-46, 48],
    ]),
    { fill: "paper", straight: true },
  );
  pen.line(
    put([
      [-36, -38],
      [-36, 40],
    ]),
    1.8,
  );
  pen.line(
    put([
      [36, -38],
      [36, 40],
    ]),
    1.8,
  );
  for (const y of [-16, 2, 20])
    pen.line(
      put([
        [-14, y],
        [16, y],
      ]),
      3.4,
    );
}

export const buckwheatNoodles: PlateKind = {
  kind: "buckwheat-noodles",
  caption: "荞麦挂面",
  tint: "#CDBB9C",
  ground: "mat",
  draw(pen) {
    hank(pen, [450, 236], 4);
    hank(pen, [446, 366], -3);
    hank(pen, [456, 500], 5);
    hank(pen, [444, 640], -4);
  },
};
