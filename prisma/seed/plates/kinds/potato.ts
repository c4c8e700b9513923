import { placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { modelling } from "../props";

function potato(pen: Pen, at: Point, turn: number, size: number): void {
  const s = size / 120;
  const lump = points(
    "-150 -8, -128 -70, -62 -104, 14 -96, 86 -104, 142 -62, 152 4, 122 70, 52 98, -24 88, -96 96, -140 54",
  );
  pen.shape(
    placed(
      lump.map(([x, y]): Point => [x + pen.random.int(-7, 7), y + pen.random.int(-7, 7)]),
      at,
      turn,
      s,
    ),
    { slip: 8 },
  );
  for (const [x, y] of points("-78 -34, 14 -52, 86 -10, -22 26, 60 52, -96 36")) {
    const eye: Point[] = [
      [x - 16, y - 2],
      [x, y + 9],
      [x + 17, y - 3],
    ];
    pen.line(placed(eye, at, turn, s), 3.6);
    pen.line(
      placed(
        [
          [x - 9, y - 9],
          [x + 1, y - 5],
          [x + 10, y - 10],
        ],
        at,
        turn,
        s,
      ),
      2,
    );
  }
  for (let i = 0; i < 26; i++)
    pen.dot(placed([[pen.random.int(-120, 120), pen.random.int(-70, 72)]], at, turn, s)[0] ?? at, 1.5 + (i % 3) * 0.4);
  modelling(pen, at, [146 * s, 96 * s], turn, 6);
}

function cut(pen: Pen, at: Point, turn: number): void {
  const face = points("-126 0, -104 -58, -40 -84, 40 -80, 104 -56, 126 2, 100 58, 36 82, -44 82, -104 54");
  pen.shape(
    placed(
      face.map(([x, y]): Point => [x * 1.08 + 6, y * 1.1 + 10]),
      at,
      turn,
    ),
    { fill: "paper" },
  );
  pen.shape(placed(face, at, turn), { slip: 0, width: 4 });
  pen.line(placed(points("-96 6, -78 -40, -20 -62, 50 -58, 92 -20, 94 30"), at, turn), 1.8);
  pen.line(
    placed(
      [
        [-30, 10],
        [0, -4],
        [34, 6],
        [52, 0],
      ],
      at,
      turn,
    ),
    1.8,
  );
}

export const potatoes: PlateKind = {
  kind: "potato",
  caption: "洋芋",
  tint: "#E3C680",
  ground: "mat",
  draw(pen, variation) {
    if (variation % 2 === 0) {
      potato(pen, [330, 290], -14, 122);
      potato(pen, [602, 330], 22, 112);
      potato(pen, [268, 510], 18, 104);
      potato(pen, [500, 566], -10, 132);
      potato(pen, [690, 560], 70, 82);
      return;
    }
    potato(pen, [300, 310], 24, 118);
    potato(pen, [570, 286], -18, 126);
    potato(pen, [680, 470], 64, 96);
    cut(pen, [350, 570], -12);
    potato(pen, [586, 640], 8, 104);
  },
};
