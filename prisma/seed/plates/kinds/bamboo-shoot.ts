import { jitter, placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { along } from "../props";

/** A shoot in its husk, foot at the origin, pointing up; each sheath covers the one above it. */
function shoot(pen: Pen, at: Point, turn: number, size: number): void {
  const height = 470;
  const half = (t: number) => 96 * (1 - t) ** 0.72 * (0.9 + 0.12 * Math.sin(Math.PI * t));
  const put = (points: readonly Point[]) => placed(points, at, turn, size);
  const sides = [0, 0.12, 0.3, 0.5, 0.7, 0.88];
  const edge = (side: number) => sides.map((t): Point => [side * half(t), -height * t]);
  pen.shape(put([...edge(-1), [6, -height * 1.02], ...edge(1).reverse()]), { slip: 8 });
  for (let sheath = 0; sheath < 8; sheath++) {
    const low = 0.05 + sheath * 0.1;
    const side = sheath % 2 === 0 ? 1 : -1;
    const high = low + 0.27;
    const from: Point = [-side * half(low) * 0.98, -height * low];
    const tip: Point = [side * half(Math.min(high, 0.98)) * 0.5, -height * Math.min(high, 0.99)];
    const back: Point = [side * half(low + 0.09), -height * (low + 0.06)];
    pen.line(put([from, along(from, tip, 0.35, side * 16), along(from, tip, 0.75, side * 10), tip]), 4.4);
    pen.line(put([tip, along(tip, back, 0.5, -side * 10), back]), 3);
    // the sheath ends in a narrow blade
    pen.line(put([tip, [tip[0] + side * 12, tip[1] - 20], [tip[0] + side * 8, tip[1] - 46]]), 4);
    for (let vein = 1; vein < 6; vein++) {
      const foot = along(from, back, vein / 6);
      pen.line(put([along(foot, tip, 0.08), along(foot, tip, 0.4 + jitter(pen.random, 0.1), side * 5)]), 1.6);
    }
  }
  const foot = points("-98 0, -88 26, -40 44, 6 48, 54 42, 90 24, 98 0, 50 -16, 0 -20, -52 -16");
  pen.shape(put(foot), { fill: "paper" });
  for (let i = 0; i < 22; i++) pen.dot(put([[pen.random.int(-76, 76), pen.random.int(2, 34)]])[0] ?? at, 2.6);
  pen.line(
    put([
      [-80, 12],
      [0, 26],
      [80, 12],
    ]),
    2,
  );
}

export const bambooShoot: PlateKind = {
  kind: "bamboo-shoot",
  caption: "春笋",
  tint: "#CDB184",
  ground: "mat",
  draw(pen, variation) {
    if (variation % 2 === 0) {
      shoot(pen, [640, 640], -16, 0.92);
      shoot(pen, [250, 640], 22, 0.86);
      shoot(pen, [440, 700], 2, 1.12);
      return;
    }
    shoot(pen, [190, 400], 74, 0.98);
    shoot(pen, [716, 480], -78, 0.9);
    shoot(pen, [200, 640], 80, 1.08);
  },
};
