import { oval, placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

function shell(pen: Pen, at: Point, turn: number, size: number): void {
  const outline = points(
    "-110 -8, -92 -50, -48 -58, -8 -40, 30 -50, 82 -52, 112 -14, 108 26, 72 52, 26 46, -8 38, -48 54, -94 42",
  );
  const put = (points: readonly Point[]) => placed(points, at, turn, size);
  pen.shape(put(outline), { slip: 6 });
  pen.within(put(outline), () => {
    for (let row = -2; row <= 2; row++) {
      const y = row * 20;
      pen.line(
        put([
          [-104, y * 0.8],
          [-52, y * 1.1],
          [-6, y * 0.78],
          [46, y * 1.08],
          [106, y * 0.7],
        ]),
        2,
      );
      for (let i = 0; i < 9; i++)
        pen.line(
          put([
            [-94 + i * 24 + (row % 2) * 11, y],
            [-88 + i * 24 + (row % 2) * 11, y + 18],
          ]),
          1.8,
        );
    }
  });
  pen.line(
    put([
      [108, 2],
      [124, -4],
      [130, -10],
    ]),
    4,
  );
}

function opened(pen: Pen, at: Point, turn: number): void {
  const put = (points: readonly Point[]) => placed(points, at, turn);
  pen.shape(
    put(
      points("-116 -6, -96 -50, -48 -58, -8 -42, 30 -52, 84 -52, 114 -12, 106 30, 70 54, 26 46, -8 40, -48 56, -94 44"),
    ),
    { fill: "paper" },
  );
  for (const x of [-54, 56]) {
    pen.shape(oval(pen.random, put([[x, 0]])[0] ?? at, [42, 31], { turn, wobble: 0.03 }), { slip: 4, width: 4 });
    pen.line(
      put([
        [x - 26, 8],
        [x, 15],
        [x + 24, 7],
      ]),
      2,
    );
    pen.line(
      put([
        [x + 32, -8],
        [x + 40, -2],
        [x + 34, 8],
      ]),
      2.4,
    );
  }
}

export const peanuts: PlateKind = {
  kind: "peanuts",
  caption: "花生",
  tint: "#E0C08E",
  ground: "mat",
  draw(pen) {
    (
      [
        [290, 260, -24, 0.96],
        [520, 236, 12, 1],
        [690, 330, 66, 0.9],
        [230, 430, 70, 0.92],
        [420, 390, -14, 1.06],
        [610, 470, 24, 1.02],
        [290, 590, 30, 0.98],
      ] as const
    ).forEach(([x, y, turn, size]) => shell(pen, [x, y], turn, size));
    opened(pen, [490, 620], -12);
    shell(pen, [684, 640], -50, 0.9);
    for (const [x, y] of [
      [340, 716],
      [400, 730],
    ] as const) {
      pen.shape(oval(pen.random, [x, y], [34, 24], { turn: 20 }), { slip: 4, width: 4 });
      pen.line(
        [
          [x - 18, y + 6],
          [x, y + 11],
          [x + 17, y + 6],
        ],
        2,
      );
    }
  },
};
