import { oval, placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { bowl, heap, shade } from "../props";
import { mound } from "./grain-things";

function bean(pen: Pen, at: Point, size: number): void {
  const turn = pen.random.int(0, 179);
  pen.shape(oval(pen.random, at, [size, size * 0.86], { turn, wobble: 0.02, points: 9 }), { width: 2.8, slip: 3 });
  pen.line(
    placed(
      [
        [-size * 0.36, size * 0.2],
        [0, size * 0.34],
        [size * 0.34, size * 0.18],
      ],
      at,
      turn,
    ),
    2.8,
  );
}

/** A pod with its beans swelling through. */
function beanPod(pen: Pen, at: Point, turn: number, open: boolean): void {
  const outline = points(
    "-128 0, -100 -26, -62 -34, -30 -27, 2 -35, 36 -27, 66 -33, 104 -20, 136 -2, 104 22, 66 31, 34 26, 2 33, -32 26, -62 32, -102 24",
  );
  pen.shape(placed(outline, at, turn), { fill: open ? "paper" : "tint", width: 4.4 });
  if (open) for (const x of [-66, 0, 66]) bean(pen, placed([[x, 0]], at, turn)[0] ?? at, 23);
  else
    for (const x of [-64, 2, 66])
      pen.line(
        placed(
          [
            [x - 20, 10],
            [x, 17],
            [x + 20, 8],
          ],
          at,
          turn,
        ),
        2,
      );
  pen.line(
    placed(
      [
        [-126, 0],
        [-152, -10],
        [-166, -26],
      ],
      at,
      turn,
    ),
    5,
  );
  for (let i = 0; i < 14; i++) {
    const x = -110 + i * 17;
    pen.line(
      placed(
        [
          [x, -22 - Math.abs(Math.sin(i)) * 6],
          [x - 4, -36 - Math.abs(Math.sin(i)) * 6],
        ],
        at,
        turn,
      ),
      1.6,
    );
  }
}

export const soybeans: PlateKind = {
  kind: "soybeans",
  caption: "黄豆",
  tint: "#E8D48B",
  ground: (variation) => (variation % 2 === 0 ? "cloth" : "mat"),
  draw(pen, variation) {
    if (variation % 2 === 0) {
      shade(pen, [220, 668], [680, 668], 14);
      bowl(pen, [450, 380], 480, 270, () => {
        mound(pen, [450, 380], 226);
        heap(pen, [450, 376], [222, 62], { count: 220, distance: 17, rise: 84 }, (at) => bean(pen, at, 17));
      });
      for (const at of points("210 716, 262 738, 640 734, 700 712, 590 752")) bean(pen, at, 19);
      return;
    }
    heap(pen, [430, 420], [250, 150], { count: 150, distance: 25, rise: 60 }, (at) => bean(pen, at, 20));
    beanPod(pen, [290, 626], -16, true);
    beanPod(pen, [580, 646], 12, false);
    beanPod(pen, [640, 232], 152, false);
  },
};
