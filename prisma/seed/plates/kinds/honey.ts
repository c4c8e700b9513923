import { oval, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { shade, vessel } from "../props";
import { JAR, gleam, lid } from "./jar";

export const honey: PlateKind = {
  kind: "honey",
  caption: "土蜂蜜",
  tint: "#EBBD55",
  ground: "cloth",
  draw(pen) {
    shade(pen, [180, 698], [520, 698], 11);
    const outline = vessel(pen, 350, JAR);
    pen.within(outline, () => {
      pen.shape(points("170 352, 260 362, 350 352, 440 362, 530 352, 530 700, 170 700"), {
        width: 3,
        slip: 0,
        straight: true,
      });
    });
    pen.shape(outline, { fill: "none" });
    gleam(pen, 216, 400, 220);
    lid(pen, 350, 206, 112);
    pen.shape(
      [
        [274, 450],
        [426, 450],
        [426, 600],
        [274, 600],
      ],
      { straight: true, fill: "paper", width: 3.4 },
    );
    hexes(pen, [350, 525], 24, 7);
    comb(pen);
    bee(pen, [612, 246]);
  },
};

function hexes(pen: Pen, [x, y]: Point, size: number, count: number): void {
  const cells = points("0 0, 1 0, -1 0, 0.5 0.87, -0.5 0.87, 0.5 -0.87, -0.5 -0.87");
  for (const [cx, cy] of cells.slice(0, count))
    hex(pen, [x + cx * size * 1.74, y + cy * size * 1.74], size * 0.94, false, 2.8);
}

function hex(pen: Pen, [x, y]: Point, size: number, full: boolean, width: number): void {
  const corners = Array.from({ length: 6 }, (_, i): Point => [
    x + Math.sin((i / 6) * 6.283) * size,
    y + Math.cos((i / 6) * 6.283) * size,
  ]);
  pen.shape(corners, { straight: true, fill: full ? "tint" : "paper", width, slip: 3 });
}

/** A broken piece of comb, some cells capped, honey running out. */
function comb(pen: Pen): void {
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 5; column++) {
      if (
        (row === 0 && (column < 1 || column > 3)) ||
        (row === 5 && column !== 2 && column !== 1) ||
        (row === 4 && column === 4)
      )
        continue;
      hex(pen, [536 + column * 54 + (row % 2) * 27, 420 + row * 47], 29, (row * 5 + column) % 4 !== 2, 4.2);
    }
  }
  pen.shape(points("566 672, 600 660, 650 668, 690 690, 700 716, 640 728, 560 724, 536 700"), { width: 4.4, slip: 5 });
  pen.line(
    [
      [572, 700],
      [610, 690],
      [650, 696],
    ],
    2.2,
  );
}

function bee(pen: Pen, [x, y]: Point): void {
  pen.shape(
    [
      [x - 6, y - 18],
      [x + 6, y - 64],
      [x + 40, y - 72],
      [x + 34, y - 34],
      [x + 14, y - 14],
    ],
    { fill: "paper", width: 3 },
  );
  pen.shape(
    [
      [x - 14, y - 16],
      [x - 32, y - 56],
      [x - 10, y - 76],
      [x + 8, y - 44],
      [x, y - 14],
    ],
    { fill: "paper", width: 3 },
  );
  pen.shape(oval(pen.random, [x, y], [50, 28], { turn: 8, wobble: 0.01 }), { slip: 3, width: 4.4 });
  for (const shift of [-8, 14, 34])
    pen.line(
      [
        [x + shift, y - 24 + Math.abs(shift) * 0.12],
        [x + shift + 5, y],
        [x + shift, y + 27 - Math.abs(shift) * 0.1],
      ],
      8,
    );
  pen.shape(oval(pen.random, [x - 44, y - 4], [19, 18]), { fill: "ink", width: 0 });
  pen.line(
    [
      [x - 54, y - 18],
      [x - 68, y - 34],
      [x - 82, y - 34],
    ],
    3,
  );
  pen.line(
    [
      [x - 46, y - 22],
      [x - 52, y - 42],
      [x - 64, y - 50],
    ],
    3,
  );
}
