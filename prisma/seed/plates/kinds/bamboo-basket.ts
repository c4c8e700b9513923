import { jitter, oval, smooth, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { leaf, stalk } from "../props";

/** The plait of a woven wall: over one, under one. */
function weave(pen: Pen, [x, y]: Point, widthTop: number, widthFoot: number, height: number): void {
  const rows = 9;
  const columns = 12;
  const half = (t: number) => (widthTop + (widthFoot - widthTop) * Math.max(0, t) ** 1.4) / 2;
  const sag = (u: number) => 40 * (1 - (2 * u - 1) ** 2);
  const point = (u: number, t: number): Point => [
    x + (2 * u - 1) * half(t),
    y + height * t + sag(u) * (0.85 + t * 0.15),
  ];
  const outline = [
    ...Array.from({ length: 13 }, (_, i) => point(i / 12, 0)),
    ...[0.3, 0.6, 0.85].map((t) => point(1, t)),
    ...Array.from({ length: 13 }, (_, i) => point(1 - i / 12, 1)),
    ...[0.85, 0.6, 0.3].map((t) => point(0, t)),
  ];
  pen.shape(outline, { fill: "paper", width: 0 });
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [u, t] = [column / columns, row / rows];
      const [du, dt] = [1 / columns, 1 / rows];
      const cell: Point[] =
        (row + column) % 2 === 0
          ? [
              point(u - du * 0.04, t + dt * 0.12),
              point(u + du * 1.04, t + dt * 0.12),
              point(u + du * 1.04, t + dt * 0.88),
              point(u - du * 0.04, t + dt * 0.88),
            ]
          : [
              point(u + du * 0.2, t - dt * 0.04),
              point(u + du * 0.8, t - dt * 0.04),
              point(u + du * 0.8, t + dt * 1.04),
              point(u + du * 0.2, t + dt * 1.04),
            ];
      pen.shape(cell, { fill: (row + column) % 2 === 0 ? "tint" : "paper", width: 2.4, slip: 2, straight: true });
    }
  }
  pen.shape(outline, { fill: "none", width: 5 });
}

export const bambooBasket: PlateKind = {
  kind: "bamboo-basket",
  caption: "竹编篮",
  tint: "#DCC488",
  ground: "cloth",
  draw(pen) {
    for (let i = 0; i < 12; i++)
      pen.line(
        [
          [220 + i * 40, 730 + jitter(pen.random, 6)],
          [262 + i * 40, 720],
        ],
        2.2,
      );
    const arch = (reach: number, top: number): Point[] => [
      [450 - reach, 440],
      [450 - reach * 0.97, 300],
      [450 - reach * 0.6, top + 26],
      [450, top],
      [450 + reach * 0.6, top + 26],
      [450 + reach * 0.97, 300],
      [450 + reach, 440],
    ];
    pen.shape(oval(pen.random, [450, 424], [232, 62], { wobble: 0.004, points: 24 }), { fill: "paper" });
    for (let i = 0; i < 13; i++)
      pen.line(
        [
          [250 + i * 33, 398 - Math.sin((i / 12) * 3.14) * 30],
          [254 + i * 33, 428],
        ],
        2,
      );
    weave(pen, [450, 430], 464, 360, 240);
    const rim = Array.from({ length: 15 }, (_, i): Point => {
      const angle = Math.PI - (i / 14) * Math.PI;
      return [450 + Math.cos(angle) * 236, 424 + Math.sin(angle) * 62];
    });
    pen.shape([...rim, ...rim.map(([px, py]): Point => [px, py + 30]).reverse()], { slip: 4, straight: true });
    for (let i = 1; i < 28; i++) {
      const angle = Math.PI - (i / 28) * Math.PI;
      const [px, py] = [450 + Math.cos(angle) * 236, 424 + Math.sin(angle) * 62];
      pen.line(
        [
          [px - 5, py + 2],
          [px + 5, py + 28],
        ],
        2.6,
      );
    }
    pen.shape([...smooth(arch(206, 150), false, 5), ...smooth(arch(182, 178), false, 5).reverse()], { slip: 4 });
    const [outer, inner] = [smooth(arch(206, 150), false, 4), smooth(arch(182, 178), false, 4)];
    for (let i = 6; i < outer.length - 6; i++) pen.line([outer[i] ?? [0, 0], inner[i - 1] ?? [0, 0]], 2.4);
    leaf(pen, [236, 744], [120, 700], 40, { bend: 0.1, veins: 3, broad: 0.34 });
    leaf(pen, [236, 746], [150, 786], 36, { bend: -0.1, veins: 3, broad: 0.34 });
    stalk(
      pen,
      [
        [236, 745],
        [300, 752],
        [360, 748],
      ],
      8,
    );
  },
};
