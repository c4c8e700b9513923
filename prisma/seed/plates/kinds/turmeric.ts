import { jitter, oval, placed, points, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

/** A finger of the root with its rings and side shoots. */
function rhizome(
  pen: Pen,
  at: Point,
  turn: number,
  size: number,
  shoots: readonly (readonly [number, number, number])[],
): void {
  const put = (points: readonly Point[]) => placed(points, at, turn, size);
  for (const [x, side, length] of shoots) {
    pen.shape(
      put([
        [x - 24, side * 20],
        [x - 14, side * (40 + length * 0.5)],
        [x + 6, side * (44 + length)],
        [x + 30, side * (36 + length * 0.6)],
        [x + 30, side * 20],
      ]),
      { slip: 5 },
    );
    for (let ring = 1; ring < 4; ring++) {
      const y = side * (34 + (length * ring) / 4.4);
      pen.line(
        put([
          [x - 14, y],
          [x + 4, y + side * 7],
          [x + 24, y - side * 2],
        ]),
        2.2,
      );
    }
  }
  pen.shape(
    put(
      points(
        "-176 2, -160 -38, -100 -46, -30 -42, 40 -50, 110 -42, 164 -34, 184 4, 160 40, 96 46, 20 42, -60 50, -130 42",
      ),
    ),
    { slip: 7 },
  );
  for (let i = 0; i < 10; i++) {
    const x = -148 + i * 33 + jitter(pen.random, 6);
    pen.line(
      put([
        [x, -40],
        [x + 9, -12],
        [x + 8, 16],
        [x - 2, 42],
      ]),
      2.4,
    );
  }
  for (let i = 0; i < 8; i++)
    pen.line(
      put([
        [-140 + i * 38, 46],
        [-144 + i * 38, 62 + pen.random.int(0, 12)],
      ]),
      2,
    );
}

function rootSlice(pen: Pen, at: Point, size: number): void {
  pen.shape(oval(pen.random, [at[0] + 3, at[1] + 9], [size, size * 0.78], { wobble: 0.03 }), {
    fill: "paper",
    width: 4,
  });
  pen.shape(oval(pen.random, at, [size, size * 0.76], { wobble: 0.03 }), { slip: 3, width: 4 });
  pen.shape(oval(pen.random, at, [size * 0.62, size * 0.45], { wobble: 0.05 }), { fill: "none", width: 2 });
  for (const dot of strewn(pen.random, at, [size * 0.5, size * 0.34], 9, 9)) pen.dot(dot, 1.7);
}

export const turmeric: PlateKind = {
  kind: "turmeric",
  caption: "姜黄",
  tint: "#E6B638",
  ground: "plate",
  draw(pen, variation) {
    if (variation % 2 === 0) {
      rhizome(pen, [400, 310], -12, 1.05, [
        [-90, -1, 60],
        [60, -1, 76],
        [-20, 1, 66],
        [110, 1, 50],
      ]);
      for (const [x, y, size] of [
        [270, 520, 62],
        [388, 560, 68],
        [520, 520, 60],
        [620, 584, 64],
        [490, 652, 58],
        [310, 650, 54],
      ] as const)
        rootSlice(pen, [x, y], size);
      return;
    }
    rhizome(pen, [352, 290], 16, 0.9, [
      [-60, -1, 60],
      [90, 1, 60],
    ]);
    rhizome(pen, [590, 420], -58, 0.86, [
      [-30, 1, 64],
      [70, -1, 50],
    ]);
    rhizome(pen, [360, 560], -10, 1, [
      [-100, 1, 50],
      [10, -1, 66],
      [100, 1, 66],
    ]);
  },
};
