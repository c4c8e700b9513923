import { oval, placed, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { bowl, heap, leaf, shade, stalk } from "../props";
import { mound } from "./grain-things";

/** Three-cornered grains. */
function buckGrain(pen: Pen, at: Point, size: number): void {
  const turn = pen.random.int(0, 359);
  pen.shape(
    placed(
      [
        [0, -size],
        [size * 0.62, size * 0.1],
        [size * 0.5, size * 0.62],
        [0, size * 0.8],
        [-size * 0.5, size * 0.62],
        [-size * 0.62, size * 0.1],
      ],
      at,
      turn,
    ),
    { width: 2.6, slip: 3 },
  );
  pen.line(
    placed(
      [
        [0, -size * 0.8],
        [size * 0.06, 0],
        [0, size * 0.7],
      ],
      at,
      turn,
    ),
    2,
  );
}

function buckwheatSprig(pen: Pen): void {
  stalk(
    pen,
    [
      [672, 740],
      [690, 620],
      [676, 500],
      [700, 380],
    ],
    10,
    "paper",
  );
  pen.line(
    [
      [684, 560],
      [742, 500],
      [752, 452],
    ],
    4,
  );
  pen.line(
    [
      [688, 640],
      [640, 596],
      [622, 560],
    ],
    4,
  );
  leaf(pen, [682, 610], [786, 640], 84, { bend: 0.2, fill: "paper", broad: 0.3, veins: 4 });
  leaf(pen, [680, 470], [596, 434], 70, { bend: -0.2, fill: "paper", broad: 0.3, veins: 4 });
  for (const [x, y] of [
    [700, 360],
    [752, 440],
    [622, 548],
  ] as const) {
    for (const [dx, dy] of strewn(pen.random, [0, 0], [34, 30], 9, 15)) {
      for (let petal = 0; petal < 5; petal++) {
        const angle = (petal / 5) * 6.28 + dx;
        pen.shape(
          oval(pen.random, [x + dx + Math.cos(angle) * 8, y + dy + Math.sin(angle) * 8], [6.4, 5.4], { points: 7 }),
          { fill: "paper", width: 1.9 },
        );
      }
      pen.dot([x + dx, y + dy], 2.6);
    }
  }
}

export const buckwheat: PlateKind = {
  kind: "buckwheat",
  caption: "荞麦米",
  tint: "#C6AE8A",
  ground: "cloth",
  draw(pen) {
    shade(pen, [140, 664], [560, 664], 13);
    bowl(pen, [356, 390], 440, 260, () => {
      mound(pen, [356, 390], 206);
      heap(pen, [356, 386], [204, 56], { count: 220, distance: 15, rise: 80 }, (at) => buckGrain(pen, at, 17));
    });
    for (const at of [
      [170, 716],
      [236, 740],
      [420, 744],
      [500, 722],
    ] as const)
      buckGrain(pen, at, 19);
    buckwheatSprig(pen);
  },
};
