import { jitter, placed, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

/** A shrunken plum: a soft lump, folds drawn towards the stone, grains of salt. */
function dryPlum(pen: Pen, at: Point, size: number): void {
  const turn = pen.random.int(0, 359);
  const put = (points: readonly Point[]) => placed(points, at, turn, size / 80);
  const phase = pen.random.int(0, 628) / 100;
  const reach = (angle: number) => 80 * (1 + 0.05 * Math.sin(4 * angle + phase) + 0.035 * Math.sin(9 * angle + phase));
  const outline = Array.from({ length: 30 }, (_, i): Point => {
    const angle = (i / 30) * 6.283;
    return [Math.cos(angle) * reach(angle), Math.sin(angle) * reach(angle) * 0.88];
  });
  pen.shape(put(outline), { slip: 8 });
  for (let i = 0; i < 12; i++) {
    const angle = (i / 12) * 6.283 + jitter(pen.random, 0.2);
    const [c, s] = [Math.cos(angle), Math.sin(angle) * 0.88];
    const [near, far] = i % 2 === 0 ? [0.2, 0.9] : [0.55, 0.93];
    const sway = jitter(pen.random, 9);
    pen.line(
      put([
        [c * 80 * near, s * 80 * near],
        [c * 80 * ((near + far) / 2) - s * sway, s * 80 * ((near + far) / 2) + c * sway],
        [c * 80 * far, s * 80 * far],
      ]),
      i % 2 === 0 ? 3 : 2,
    );
  }
  for (let i = 0; i < 9; i++) {
    const [[x, y] = at] = put([[pen.random.int(-52, 52), pen.random.int(-44, 44)]]);
    pen.shape(
      [
        [x - 4, y - 4],
        [x + 4, y - 4],
        [x + 4, y + 4],
        [x - 4, y + 4],
      ],
      { fill: "paper", width: 1.4, straight: true },
    );
  }
}

export const preservedPlum: PlateKind = {
  kind: "preserved-plum",
  caption: "盐渍梅干",
  tint: "#A88766",
  ground: "plate",
  draw(pen) {
    (
      [
        [350, 280, 78],
        [520, 270, 82],
        [250, 416, 80],
        [420, 410, 86],
        [600, 410, 80],
        [318, 560, 82],
        [486, 560, 84],
        [648, 556, 74],
        [410, 684, 66],
      ] as const
    ).forEach(([x, y, size]) => dryPlum(pen, [x, y], size));
    for (const [x, y] of strewn(pen.random, [460, 460], [270, 250], 34, 40)) {
      pen.shape(
        [
          [x - 5, y - 4],
          [x + 4, y - 5],
          [x + 6, y + 4],
          [x - 4, y + 5],
        ],
        { fill: "paper", width: 1.7, straight: true },
      );
    }
  },
};
