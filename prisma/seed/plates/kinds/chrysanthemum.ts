import { jitter, oval, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

function flower(pen: Pen, at: Point, size: number, tilt: number): void {
  for (const [ring, petals] of [
    [1, 19],
    [0.72, 15],
    [0.46, 11],
  ] as const) {
    for (let i = 0; i < petals; i++) {
      const angle = (i / petals) * 6.283 + ring * 5 + jitter(pen.random, 0.06);
      const far = size * ring * (1 + jitter(pen.random, 0.06));
      const along = (d: number, side: number): Point => {
        const [x, y] = [
          Math.cos(angle) * d - Math.sin(angle) * side,
          (Math.sin(angle) * d + Math.cos(angle) * side) * tilt,
        ];
        return [at[0] + x, at[1] + y];
      };
      const wide = size * 0.105 * (0.7 + ring * 0.4);
      pen.shape(
        [
          along(size * 0.1, 0),
          along(far * 0.55, wide * 0.8),
          along(far * 0.9, wide),
          along(far, 0),
          along(far * 0.9, -wide),
          along(far * 0.55, -wide * 0.8),
        ],
        { fill: "paper", width: 3 },
      );
      if (ring === 1) pen.line([along(far * 0.5, 0), along(far * 0.82, 0)], 1.5);
    }
  }
  pen.shape(oval(pen.random, at, [size * 0.27, size * 0.27 * tilt], { wobble: 0.04 }), { width: 3.4, slip: 3 });
  for (const dot of strewn(pen.random, at, [size * 0.2, size * 0.2 * tilt], 18, 7)) pen.dot(dot, 2.2);
}

export const chrysanthemum: PlateKind = {
  kind: "chrysanthemum",
  caption: "菊花",
  tint: "#EBD06A",
  ground: "plate",
  draw(pen) {
    flower(pen, [340, 320], 130, 0.86);
    flower(pen, [580, 350], 120, 0.92);
    flower(pen, [290, 548], 112, 0.9);
    flower(pen, [486, 560], 136, 0.88);
    flower(pen, [664, 556], 88, 0.8);
  },
};
