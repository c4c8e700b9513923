import { oval, placed, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { leaf, shade, stalk } from "../props";
import { cup, dryLeaf, steam } from "./tea-things";

/** One bud and two leaves. */
function sprig(pen: Pen, at: Point, turn: number, size: number): void {
  const put = ([x, y]: Point): Point => placed([[x, y]], at, turn, size)[0] ?? at;
  stalk(pen, [put([0, 150]), put([4, 70]), put([-2, 0])], 10 * size);
  leaf(pen, put([2, 70]), put([-150, -40]), 84 * size, { bend: -0.12 });
  leaf(pen, put([2, 30]), put([146, -92]), 78 * size, { bend: 0.12 });
  leaf(pen, put([-2, 4]), put([10, -150]), 36 * size, { bend: 0.06, veins: 2 });
}

/** A tin with a lid and a paper label. */
function tin(pen: Pen, [x, y]: Point): void {
  pen.shape(
    [
      [x - 92, y],
      [x + 92, y],
      [x + 92, y + 250],
      [x - 92, y + 250],
    ],
    { straight: true, fill: "tint", slip: 7 },
  );
  pen.shape(
    [
      [x - 99, y - 64],
      [x + 99, y - 64],
      [x + 99, y + 14],
      [x - 99, y + 14],
    ],
    { straight: true, fill: "paper" },
  );
  pen.line(
    [
      [x - 94, y - 4],
      [x + 94, y - 4],
    ],
    2,
  );
  pen.shape(
    [
      [x - 48, y + 60],
      [x + 48, y + 60],
      [x + 48, y + 204],
      [x - 48, y + 204],
    ],
    { straight: true, fill: "paper", width: 3.4 },
  );
  leaf(pen, [x, y + 186], [x, y + 80], 46, { bend: 0.05, veins: 4 });
}

export const greenTea: PlateKind = {
  kind: "green-tea",
  caption: "绿茶",
  tint: "#A5BC7B",
  ground: (variation) => (variation % 3 === 0 ? "plate" : "cloth"),
  draw(pen, variation) {
    switch (variation % 3) {
      case 0:
        sprig(pen, [330, 330], -28, 1);
        sprig(pen, [590, 330], 30, 0.94);
        sprig(pen, [456, 560], 4, 1.06);
        for (const at of strewn(pen.random, [450, 690], [150, 26], 14, 26)) dryLeaf(pen, at, 0.8);
        break;
      case 1:
        steam(pen, [450, 296]);
        cup(pen, [450, 372], 158, true);
        pen.within(oval(pen.random, [450, 388], [140, 38], { wobble: 0 }), () => {
          for (const at of strewn(pen.random, [450, 388], [110, 24], 9, 26)) dryLeaf(pen, at, 0.8);
        });
        sprig(pen, [250, 650], -60, 0.62);
        sprig(pen, [660, 656], 56, 0.6);
        break;
      default:
        shade(pen, [220, 596], [430, 596], 6);
        tin(pen, [318, 340]);
        for (const at of strewn(pen.random, [560, 540], [170, 110], 92, 19)) dryLeaf(pen, at, 0.95);
        sprig(pen, [576, 290], 20, 0.72);
    }
  },
};
