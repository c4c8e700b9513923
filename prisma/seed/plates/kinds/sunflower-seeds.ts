import { jitter, oval, placed, points, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

function sunSeed(pen: Pen, at: Point, turn: number, size: number): void {
  const outline = points("0 -30, 13 -6, 14 14, 0 28, -14 14, -13 -6");
  pen.shape(placed(outline, at, turn, size), { fill: "paper", width: 3.2 });
  for (const x of [-7, 0, 7])
    pen.line(
      placed(
        [
          [x * 0.4, -22],
          [x, 2],
          [x * 0.6, 22],
        ],
        at,
        turn,
        size,
      ),
      3,
    );
}

export const sunflowerSeeds: PlateKind = {
  kind: "sunflower-seeds",
  caption: "葵花籽",
  tint: "#E6BE3E",
  ground: "plate",
  draw(pen) {
    const at: Point = [400, 390];
    for (const [petals, reach] of [
      [22, 216],
      [20, 190],
    ] as const) {
      for (let i = 0; i < petals; i++) {
        const angle = (i / petals) * 6.283 + reach + jitter(pen.random, 0.05);
        const point = (d: number, side: number): Point => [
          at[0] + Math.cos(angle) * d - Math.sin(angle) * side,
          at[1] + Math.sin(angle) * d + Math.cos(angle) * side,
        ];
        pen.shape(
          [point(104, -14), point(150, -25), point(reach, jitter(pen.random, 10)), point(152, 24), point(104, 14)],
          { width: 3.8, slip: 4 },
        );
        pen.line([point(126, 0), point(reach - 28, jitter(pen.random, 4))], 1.7);
      }
    }
    pen.shape(oval(pen.random, at, [124, 120], { wobble: 0.015, points: 18 }), { fill: "paper" });
    for (let i = 2; i < 190; i++) {
      const [angle, reach] = [i * 2.39996, Math.sqrt(i) * 8.5];
      const [x, y] = [at[0] + Math.cos(angle) * reach, at[1] + Math.sin(angle) * reach];
      if (i < 46) pen.dot([x, y], 3);
      else
        pen.shape(
          placed(
            [
              [-7, 0],
              [0, -4.4],
              [7, 0],
              [0, 4.4],
            ],
            [x, y],
            (angle * 180) / Math.PI,
          ),
          { fill: i % 3 === 0 ? "none" : "ink", width: 1.4 },
        );
    }
    for (const [x, y] of strewn(pen.random, [596, 628], [110, 66], 26, 33))
      sunSeed(pen, [x, y], pen.random.int(0, 180), 0.95);
    for (const [x, y] of strewn(pen.random, [310, 692], [70, 22], 5, 36))
      sunSeed(pen, [x, y], pen.random.int(0, 180), 0.95);
  },
};
