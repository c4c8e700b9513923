import { placed, points, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { bowl, heap, leaf, shade, stalk } from "../props";

export const sesame: PlateKind = {
  kind: "sesame",
  caption: "黑芝麻",
  tint: "#9FB08C",
  ground: "cloth",
  draw(pen) {
    shade(pen, [130, 664], [540, 664], 13);
    bowl(pen, [340, 396], 420, 250, () => {
      pen.shape(points("150 400, 230 352, 340 312, 450 350, 530 400, 430 430, 340 436, 240 430"), {
        fill: "paper",
        width: 0,
      });
      heap(pen, [340, 384], [182, 44], { count: 330, distance: 8.4, rise: 68 }, (at) => seed(pen, at));
    });
    for (const at of strewn(pen.random, [330, 726], [210, 24], 44, 12)) seed(pen, at);
    sesameStalk(pen);
  },
};

function seed(pen: Pen, at: Point): void {
  const drop = points("-8.4 0, -2 -4.6, 6 -4.2, 8.4 0, 6 4.2, -2 4.6");
  pen.shape(placed(drop, at, pen.random.int(0, 359)), { fill: "ink", width: 0 });
}

/** A stalk with upright capsules, one split open. */
function sesameStalk(pen: Pen): void {
  stalk(
    pen,
    [
      [668, 742],
      [676, 560],
      [664, 380],
      [676, 220],
    ],
    13,
  );
  for (let i = 0; i < 6; i++) {
    const y = 640 - i * 74;
    const side = i % 2 === 0 ? 1 : -1;
    const x = 671 + side * 10;
    const pod = points("0 0, -17 -18, -20 -60, -12 -92, 0 -104, 12 -92, 20 -60, 17 -18");
    pen.shape(placed(pod, [x, y], side * 24), { width: 4.2, slip: 4 });
    for (const shift of [-7, 0, 7])
      pen.line(
        placed(
          [
            [shift, -10],
            [shift * 1.3, -50],
            [shift * 0.6, -92],
          ],
          [x, y],
          side * 24,
        ),
        1.8,
      );
  }
  leaf(pen, [670, 690], [772, 640], 54, { bend: -0.12, broad: 0.38 });
  leaf(pen, [672, 300], [590, 220], 46, { bend: 0.1, broad: 0.38 });
  leaf(pen, [676, 236], [724, 150], 44, { bend: 0.1, broad: 0.38 });
}
