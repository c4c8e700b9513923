import { jitter, placed, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

/** An ear: a ruffled cup with a pale lip, its folds running to where it sat on the wood. */
function ear(pen: Pen, at: Point, turn: number, size: number): void {
  const phase = pen.random.int(0, 628) / 100;
  const seat: Point = [-58, 26];
  const reach = (angle: number) =>
    100 * (1 + 0.1 * Math.sin(3 * angle + phase) + 0.07 * Math.sin(7 * angle + phase * 2));
  const ring = (scale: number): Point[] =>
    Array.from({ length: 26 }, (_, i): Point => {
      const angle = (i / 26) * 6.283;
      const pinch = 1 - 0.42 * Math.max(0, Math.cos(angle - 2.72)) ** 3;
      return [Math.cos(angle) * reach(angle) * scale * pinch, Math.sin(angle) * reach(angle) * scale * pinch * 0.86];
    });
  pen.shape(placed(ring(1), at, turn, size), { fill: "paper" });
  pen.shape(placed(ring(0.88), at, turn, size), { width: 2, slip: 3 });
  pen.within(placed(ring(0.86), at, turn, size), () => {
    for (let i = 0; i < 11; i++) {
      const angle = -2.1 + i * 0.44 + jitter(pen.random, 0.1);
      const far = reach(angle) * (i % 2 === 0 ? 0.84 : 0.6);
      const [x, y] = [Math.cos(angle) * far, Math.sin(angle) * far * 0.86];
      const sway = jitter(pen.random, 10);
      pen.line(
        placed(
          [
            [seat[0] * 0.8 + x * 0.1, seat[1] * 0.8 + y * 0.1],
            [x * 0.45 - sway, y * 0.45 + sway],
            [x, y],
          ],
          at,
          turn,
          size,
        ),
        2.6,
      );
    }
  });
}

export const woodEar: PlateKind = {
  kind: "wood-ear",
  caption: "黑木耳",
  tint: "#6E7069",
  ground: "plate",
  draw(pen) {
    (
      [
        [336, 300, -20, 1.3],
        [556, 296, 40, 1.34],
        [268, 466, 150, 1.2],
        [650, 460, 90, 1.26],
        [350, 616, -70, 1.22],
        [560, 612, 50, 1.28],
        [452, 452, 10, 1.4],
      ] as const
    ).forEach(([x, y, turn, size]) => ear(pen, [x, y], turn, size));
  },
};
