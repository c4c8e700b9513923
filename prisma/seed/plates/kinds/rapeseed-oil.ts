import { jitter, oval, points, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { leaf, shade, stalk, vessel } from "../props";
import { gleam } from "./jar";

export const rapeseedOil: PlateKind = {
  kind: "rapeseed-oil",
  caption: "菜籽油",
  tint: "#E9C552",
  ground: "cloth",
  draw(pen) {
    shade(pen, [216, 718], [480, 718], 9);
    const outline = vessel(
      pen,
      346,
      points("34 170, 38 196, 35 280, 46 330, 92 386, 112 440, 112 664, 104 700, 70 714"),
    );
    pen.within(outline, () =>
      pen.shape(points("220 372, 346 380, 470 372, 470 730, 220 730"), { straight: true, width: 3, slip: 0 }),
    );
    pen.shape(outline, { fill: "none" });
    gleam(pen, 256, 450, 210);
    pen.shape(
      [
        [314, 132],
        [378, 132],
        [382, 190],
        [310, 190],
      ],
      { straight: true, fill: "paper" },
    );
    pen.line(
      [
        [318, 150],
        [376, 150],
      ],
      2,
    );
    pen.line(
      [
        [316, 168],
        [378, 168],
      ],
      2,
    );
    pen.shape(
      [
        [286, 486],
        [408, 486],
        [408, 632],
        [286, 632],
      ],
      { straight: true, fill: "paper", width: 3.4 },
    );
    for (const y of [520, 552, 584])
      pen.line(
        [
          [316, y],
          [378, y],
        ],
        4,
      );
    sprig(pen);
    for (const [x, y] of strewn(pen.random, [604, 724], [140, 24], 46, 15)) pen.dot([x, y], 6);
  },
};

/** A flowering stem of rape, with pods below the flowers. */
function sprig(pen: Pen): void {
  stalk(
    pen,
    [
      [640, 700],
      [630, 560],
      [640, 420],
      [628, 250],
    ],
    12,
    "paper",
  );
  leaf(pen, [634, 600], [760, 560], 74, { bend: 0.14, fill: "paper", broad: 0.5 });
  leaf(pen, [632, 520], [530, 470], 60, { bend: -0.14, fill: "paper", broad: 0.5 });
  for (const [y, side] of [
    [470, 1],
    [436, -1],
    [400, 1],
    [372, -1],
  ] as const) {
    pen.line(
      [
        [636, y],
        [636 + side * 40, y - 26],
      ],
      3.4,
    );
    pen.shape(
      [
        [636 + side * 40, y - 24],
        [636 + side * 74, y - 54],
        [636 + side * 116, y - 70],
        [636 + side * 82, y - 36],
        [636 + side * 46, y - 16],
      ],
      { fill: "paper", width: 3.4 },
    );
  }
  for (const [x, y] of points("628 236, 588 258, 670 252, 604 206, 654 200, 576 300, 684 300, 630 290, 628 168"))
    blossom(pen, [x, y], 25);
}

function blossom(pen: Pen, [x, y]: Point, size: number): void {
  const turn = jitter(pen.random, 0.5);
  for (let i = 0; i < 4; i++) {
    const angle = (i / 4) * 6.283 + 0.78 + turn;
    pen.shape(
      oval(
        pen.random,
        [x + Math.cos(angle) * size * 0.62, y + Math.sin(angle) * size * 0.62],
        [size * 0.56, size * 0.44],
        { turn: (angle * 180) / Math.PI, points: 8 },
      ),
      { width: 2.8, slip: 2 },
    );
  }
  for (let i = 0; i < 4; i++) pen.dot([x + Math.cos(i * 1.57) * 5, y + Math.sin(i * 1.57) * 5], 2);
}
