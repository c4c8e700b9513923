import { jitter, placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

function cob(pen: Pen, at: Point, turn: number, size: number): void {
  const half = (t: number) => 76 * Math.sin(Math.PI * (0.16 + 0.8 * t)) ** 0.55;
  const length = 400;
  const put = (points: readonly Point[]) => placed(points, at, turn, size);
  const edge = (side: number) =>
    [0, 0.1, 0.25, 0.45, 0.65, 0.82, 0.94].map((t): Point => [side * half(t), -length * t]);
  const husk = (points: readonly Point[]) => pen.shape(put(points), { fill: "paper" });
  husk(points("-40 30, -128 -60, -164 -180, -150 -262, -104 -150, -60 -60"));
  husk(points("40 30, 124 -60, 160 -176, 154 -250, 104 -150, 58 -60"));
  pen.shape(put([...edge(-1), [0, -length * 1.01], ...edge(1).reverse()]), { slip: 7 });
  for (let row = 0; row < 17; row++) {
    const t = 0.04 + row * 0.056;
    for (const across of [-0.78, -0.42, 0, 0.42, 0.78]) {
      const x = across * half(t);
      const wide = half(t) * (0.2 - Math.abs(across) * 0.06);
      const shift = (across === 0 || Math.abs(across) > 0.7 ? 0 : 9) + jitter(pen.random, 1.6);
      const y = -length * t + shift;
      pen.line(
        put([
          [x - wide, y - 8],
          [x - wide * 0.7, y + 7],
          [x + wide * 0.7, y + 7],
          [x + wide, y - 8],
        ]),
        2.3,
      );
    }
  }
  husk(points("-70 -20, -96 -120, -70 -210, -30 -120, -8 -20, -30 26"));
  husk(points("70 -20, 92 -110, 60 -190, 26 -110, 4 -20, 30 26"));
  for (const side of [-1, 1]) {
    for (const shift of [0.25, 0.55, 0.8])
      pen.line(
        put([
          [side * 60 * shift, -10],
          [side * (84 * shift + 8), -110],
          [side * (66 * shift), -170],
        ]),
        1.8,
      );
    pen.line(
      put([
        [side * 60, 0],
        [side * 130, -110],
        [side * 150, -220],
      ]),
      1.8,
    );
  }
  pen.shape(put(points("-22 16, -17 66, 0 74, 18 66, 23 16, 0 24")), { fill: "paper" });
}

export const corn: PlateKind = {
  kind: "corn",
  caption: "玉米",
  tint: "#EAC650",
  ground: "mat",
  draw(pen) {
    cob(pen, [600, 668], 16, 1.08);
    cob(pen, [316, 690], -12, 1.2);
    for (const at of points("180 740, 540 750, 580 728, 716 738, 230 768")) {
      pen.shape(placed(points("-13 9, -10 -10, 0 -17, 11 -9, 13 9, 0 15"), at, pen.random.int(0, 300)), {
        width: 3,
        slip: 3,
      });
    }
  },
};
