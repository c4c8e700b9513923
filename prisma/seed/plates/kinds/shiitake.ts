import { jitter, oval, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { modelling } from "../props";

/** A cap from above, cracked like a flower when it grew in the cold. */
function cap(pen: Pen, at: Point, size: number, cracked: boolean): void {
  pen.shape(oval(pen.random, at, [size, size * 0.86], { wobble: 0.045, points: 13 }), { slip: 9 });
  if (cracked) {
    for (let i = 0; i < 9; i++) {
      const angle = (i / 9) * 6.283 + jitter(pen.random, 0.2);
      const far = size * (0.72 + jitter(pen.random, 0.1));
      const wide = size * 0.075;
      const point = (d: number, side: number): Point => [
        at[0] + Math.cos(angle) * d - Math.sin(angle) * side,
        at[1] + (Math.sin(angle) * d + Math.cos(angle) * side) * 0.86,
      ];
      pen.shape(
        [
          point(size * 0.12, 0),
          point(far * 0.5, wide + jitter(pen.random, 3)),
          point(far, 0),
          point(far * 0.55, -wide),
        ],
        { fill: "paper", width: 2.4, straight: true },
      );
    }
  } else {
    pen.line(
      [
        [at[0] - size * 0.55, at[1] - size * 0.1],
        [at[0] - size * 0.3, at[1] - size * 0.44],
        [at[0] + size * 0.1, at[1] - size * 0.54],
      ],
      2.6,
    );
    for (const dot of strewn(pen.random, at, [size * 0.72, size * 0.56], 24, 15))
      pen.line([dot, [dot[0] + 9, dot[1] + 3]], 2.4);
  }
  modelling(pen, at, [size * 0.94, size * 0.8], 0, 6);
}

/** Turned over: gills around a short stem. */
function gills(pen: Pen, at: Point, size: number): void {
  pen.shape(oval(pen.random, at, [size, size * 0.84], { wobble: 0.04, points: 13 }), { slip: 4 });
  pen.shape(oval(pen.random, at, [size * 0.86, size * 0.71], { wobble: 0.03, points: 13 }), {
    fill: "paper",
    width: 3,
  });
  for (let i = 0; i < 54; i++) {
    const angle = (i / 54) * 6.283 + jitter(pen.random, 0.03);
    const near = i % 2 === 0 ? 0.25 : 0.5;
    pen.line(
      [
        [at[0] + Math.cos(angle) * size * near, at[1] + Math.sin(angle) * size * near * 0.84],
        [at[0] + Math.cos(angle) * size * 0.82, at[1] + Math.sin(angle) * size * 0.68],
      ],
      1.8,
    );
  }
  pen.shape(oval(pen.random, [at[0] + 4, at[1] + 2], [size * 0.24, size * 0.22], { wobble: 0.06 }), {
    slip: 4,
    width: 4.4,
  });
  pen.line(
    [
      [at[0] - 8, at[1] + 4],
      [at[0] + 6, at[1] - 6],
      [at[0] + 14, at[1] + 4],
    ],
    2,
  );
}

export const shiitake: PlateKind = {
  kind: "shiitake",
  caption: "香菇",
  tint: "#B79B78",
  ground: "mat",
  draw(pen, variation) {
    const cracked = variation % 2 === 0;
    const spots: readonly (readonly [number, number, number])[] = cracked
      ? [
          [290, 280, 112],
          [530, 264, 124],
          [690, 430, 96],
          [250, 506, 106],
          [466, 486, 128],
          [370, 676, 94],
          [610, 646, 116],
        ]
      : [
          [310, 290, 124],
          [560, 280, 108],
          [220, 480, 88],
          [420, 486, 110],
          [640, 470, 124],
          [330, 660, 104],
          [540, 664, 108],
        ];
    spots.forEach(([x, y, size], i) =>
      (i % 3 === 1 && i > 1) || i === 6 ? gills(pen, [x, y], size) : cap(pen, [x, y], size, cracked),
    );
  },
};
