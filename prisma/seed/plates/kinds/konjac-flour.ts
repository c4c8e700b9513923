import { points, strewn } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { bowl, shade } from "../props";
import { slice } from "./konjac-slice";

export const konjacFlour: PlateKind = {
  kind: "konjac-flour",
  caption: "魔芋粉",
  tint: "#D3CBC0",
  ground: "cloth",
  draw(pen, variation) {
    shade(pen, [220, 704], [690, 704], 14);
    bowl(pen, [450, 400], 480, 290, () => {
      const hill = points("232 404, 290 348, 372 286, 450 262, 534 290, 612 352, 668 404, 560 440, 450 448, 330 440");
      pen.shape(hill, { width: 4, slip: 10 });
      for (const dot of strewn(pen.random, [450, 372], [180, 56], 70, 10)) pen.dot(dot, 1.5);
      pen.line(
        [
          [330, 344],
          [386, 306],
          [430, 292],
        ],
        2,
      );
      pen.line(
        [
          [520, 330],
          [566, 362],
          [600, 392],
        ],
        2,
      );
    });
    if (variation % 2 === 0) scoop(pen);
    else slices(pen);
  },
};

/** A wooden scoop stuck into the flour. */
function scoop(pen: Pen): void {
  pen.shape(points("470 356, 520 300, 566 304, 584 340, 548 378, 500 390"), { fill: "paper" });
  pen.shape(
    [
      [560, 300],
      [690, 168],
      [716, 182],
      [586, 332],
    ],
    { fill: "paper" },
  );
  pen.line(
    [
      [494, 366],
      [530, 330],
      [566, 322],
    ],
    2.4,
  );
  pen.line(
    [
      [600, 290],
      [690, 196],
    ],
    1.8,
  );
}

function slices(pen: Pen): void {
  slice(pen, [236, 690], 74);
  slice(pen, [676, 700], 84);
  slice(pen, [330, 726], 62);
}
