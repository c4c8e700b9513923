import { oval, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { heap, shade, stalk, vessel } from "../props";
import { JAR, gleam, lid } from "./jar";

export const choppedChili: PlateKind = {
  kind: "chopped-chili",
  caption: "剁椒",
  tint: "#CF5560",
  ground: "cloth",
  draw(pen) {
    shade(pen, [176, 698], [524, 698], 11);
    const outline = vessel(pen, 350, JAR);
    pen.within(outline, () => {
      heap(pen, [350, 530], [176, 180], { count: 170, distance: 23 }, (at) => bit(pen, at));
    });
    pen.shape(outline, { fill: "none", width: 6 });
    gleam(pen, 214, 400, 210);
    lid(pen, 350, 206, 112);
    whole(pen, [590, 330], 62);
    whole(pen, [690, 380], 84);
    for (const at of strewn(pen.random, [650, 688], [120, 40], 20, 27)) bit(pen, at);
    garlic(pen, [590, 716]);
  },
};

function bit(pen: Pen, [x, y]: Point): void {
  const size = 12 + pen.random.int(0, 8);
  const corners = Array.from({ length: 5 }, (_, i): Point => {
    const angle = (i / 5) * 6.283 + x;
    const reach = size * (0.7 + pen.random.int(0, 60) / 100);
    return [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach];
  });
  const pale = pen.random.chance(0.14);
  pen.shape(pale ? oval(pen.random, [x, y], [7, 6], { points: 7 }) : corners, {
    fill: pale ? "paper" : "tint",
    width: 2.4,
    slip: 3,
    straight: !pale,
  });
}

function whole(pen: Pen, [x, y]: Point, turn: number): void {
  const lean = turn > 70 ? -1 : 1;
  pen.shape(
    [
      [x - 30, y],
      [x, y - 14],
      [x + 32, y],
      [x + 36 + lean * 4, y + 90],
      [x + 26 + lean * 24, y + 190],
      [x + lean * 60, y + 270],
      [x - 4 + lean * 20, y + 196],
      [x - 28, y + 100],
    ],
    { slip: 7 },
  );
  pen.line(
    [
      [x - 12, y + 30],
      [x - 8, y + 110],
      [x + 4 + lean * 14, y + 190],
    ],
    2.4,
  );
  pen.shape(
    [
      [x - 34, y + 6],
      [x - 22, y - 18],
      [x + 22, y - 20],
      [x + 36, y + 6],
      [x + 14, y + 12],
      [x, y + 22],
      [x - 16, y + 12],
    ],
    { fill: "paper", width: 4.2 },
  );
  stalk(
    pen,
    [
      [x, y - 14],
      [x + lean * 8, y - 48],
      [x + lean * 26, y - 76],
    ],
    11,
    "paper",
  );
}

function garlic(pen: Pen, [x, y]: Point): void {
  pen.shape(
    [
      [x - 50, y],
      [x - 44, y - 34],
      [x - 14, y - 52],
      [x, y - 92],
      [x + 12, y - 52],
      [x + 44, y - 34],
      [x + 50, y],
      [x + 26, y + 24],
      [x - 26, y + 24],
    ],
    { fill: "paper" },
  );
  for (const side of [-1, 0, 1])
    pen.line(
      [
        [x + side * 5, y - 62],
        [x + side * 32, y - 24],
        [x + side * 20, y + 20],
      ],
      2.4,
    );
}
