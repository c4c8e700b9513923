import { placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { leaf, modelling, stalk } from "../props";

function plum(pen: Pen, at: Point, size: number, turn: number): void {
  const outline = placed(
    points("0 -94, 52 -84, 92 -34, 90 30, 54 82, 2 96, -54 82, -92 28, -90 -36, -50 -84"),
    at,
    turn,
    size / 96,
  );
  pen.shape(outline, { slip: 9 });
  // the seam from the hollow of the stalk to the tip
  pen.line(
    placed(
      [
        [4, -84],
        [34, -46],
        [42, 10],
        [28, 62],
      ],
      at,
      turn,
      size / 96,
    ),
    2.8,
  );
  modelling(pen, at, [size * 0.9, size * 0.9], turn, 5);
  for (let i = 0; i < 7; i++)
    pen.dot(placed([[-40 + pen.random.int(0, 50), -30 + pen.random.int(0, 80)]], at, turn, size / 96)[0] ?? at, 1.7);
  pen.line(
    placed(
      [
        [-16, -82],
        [2, -72],
        [20, -82],
      ],
      at,
      turn,
      size / 96,
    ),
    3.4,
  );
}

export const greenPlum: PlateKind = {
  kind: "green-plum",
  caption: "绿梅",
  tint: "#B7CB78",
  ground: "plate",
  draw(pen, variation) {
    if (variation % 2 === 0) {
      stalk(pen, points("150 268, 270 282, 400 262, 540 286, 690 262"), 17, "paper");
      stalk(
        pen,
        [
          [520, 282],
          [590, 340],
          [640, 420],
        ],
        11,
        "paper",
      );
      leaf(pen, [250, 276], [150, 410], 86, { bend: -0.14 });
      leaf(pen, [400, 262], [330, 140], 84, { bend: 0.1 });
      leaf(pen, [566, 280], [680, 150], 88, { bend: -0.12 });
      leaf(pen, [640, 410], [748, 500], 80, { bend: 0.16 });
      for (const [from, to] of [
        [
          [330, 270],
          [326, 330],
        ],
        [
          [462, 276],
          [470, 360],
        ],
        [
          [600, 352],
          [588, 420],
        ],
      ] as const)
        pen.line([from, to], 6);
      plum(pen, [318, 424], 94, -8);
      plum(pen, [592, 514], 98, 12);
      plum(pen, [462, 446], 96, 4);
      plum(pen, [402, 612], 92, -26);
      return;
    }
    const pile = points("330 330, 500 300, 240 470, 610 430, 420 450, 330 610, 530 590");
    leaf(pen, [560, 300], [720, 210], 86, { bend: 0.18 });
    leaf(pen, [556, 306], [652, 140], 74, { bend: -0.1 });
    pile.forEach((at, i) => plum(pen, at, 90 + (i % 3) * 4, i * 47 - 60));
  },
};
