import { jitter, oval, placed, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

/** A dried shoot: a long flat wedge with cross ribs, curling at the tip. */
function dryShoot(pen: Pen, at: Point, turn: number, size: number): void {
  const put = (points: readonly Point[]) => placed(points, at, turn, size);
  const bend = jitter(pen.random, 30);
  const spine = (t: number): Point => [340 * t, bend * Math.sin(t * 2.6)];
  const half = (t: number) => 46 * (1 - t * 0.82) * (0.92 + 0.1 * Math.sin(t * 22));
  const edge = (side: number) =>
    [0, 0.12, 0.26, 0.4, 0.55, 0.7, 0.84, 0.95].map((t): Point => [spine(t)[0], spine(t)[1] + side * half(t)]);
  pen.shape(put([...edge(-1), spine(1.02), ...edge(1).reverse()]), { slip: 6 });
  for (const t of [0.1, 0.2, 0.31, 0.41, 0.51, 0.6]) {
    const [x, y] = spine(t);
    pen.line(
      put([
        [x, y - half(t) * 0.9],
        [x + 9, y],
        [x, y + half(t) * 0.9],
      ]),
      2.6,
    );
  }
  for (const side of [-0.45, 0, 0.45])
    pen.line(
      put(
        [0.03, 0.3, 0.6, 0.9].map((t): Point => [
          spine(t)[0],
          spine(t)[1] + side * half(t) * 1.1 + jitter(pen.random, 3),
        ]),
      ),
      1.7,
    );
}

export const driedBamboo: PlateKind = {
  kind: "dried-bamboo",
  caption: "笋干",
  tint: "#D6B97F",
  ground: "mat",
  draw(pen, variation) {
    if (variation % 2 === 0) {
      (
        [
          [120, 236, 6],
          [470, 262, 14],
          [150, 356, -5],
          [420, 390, 10],
          [116, 470, 9],
          [456, 520, -12],
          [140, 592, -7],
          [430, 640, 6],
          [170, 700, -10],
        ] as const
      ).forEach(([x, y, turn], i) => dryShoot(pen, [x, y], turn, 0.9 + (i % 3) * 0.07));
      return;
    }
    bundle(pen);
  },
};

/** Tied with rice straw. */
function bundle(pen: Pen): void {
  (
    [
      [300, 190, 84],
      [380, 170, 90],
      [470, 176, 88],
      [560, 190, 98],
      [340, 210, 80],
      [430, 190, 92],
      [520, 200, 94],
    ] as const
  ).forEach(([x, y, turn]) => dryShoot(pen, [x, y], turn, 1.42));
  for (let i = 0; i < 4; i++)
    pen.shape(
      [
        [286, 396 + i * 15],
        [440, 410 + i * 15],
        [606, 392 + i * 15],
        [606, 402 + i * 15],
        [440, 422 + i * 15],
        [286, 407 + i * 15],
      ],
      { fill: "paper", width: 2.6 },
    );
  for (const [x, y] of [
    [520, 330],
    [600, 350],
    [640, 470],
    [560, 500],
  ] as const)
    pen.line(
      [
        [470, 424],
        [(470 + x) / 2, (424 + y) / 2 - 14],
        [x, y],
      ],
      5,
    );
  pen.shape(oval(pen.random, [470, 426], [24, 18]), { fill: "paper", width: 4 });
}
