import { jitter, placed, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

/** A chewy strip with rounded ends and a bloom of sugar. */
function strip(pen: Pen, at: Point, turn: number, size: number): void {
  const put = (points: readonly Point[]) => placed(points, at, turn, size);
  const bow = jitter(pen.random, 22);
  pen.shape(
    put([
      [-130, -4],
      [-116, -32],
      [-50, -36 + bow * 0.6],
      [40, -34 + bow],
      [112, -28],
      [132, 0],
      [116, 27],
      [44, 32 + bow],
      [-48, 34 + bow * 0.6],
      [-116, 28],
    ]),
    { slip: 6 },
  );
  pen.line(
    put([
      [-104, -8],
      [-30, -12 + bow * 0.7],
      [52, -8 + bow],
      [100, -4],
    ]),
    2,
  );
  pen.line(
    put([
      [-88, 14],
      [-20, 12 + bow * 0.7],
      [40, 14 + bow],
    ]),
    1.8,
  );
  for (const dot of strewn(pen.random, [0, bow * 0.5], [100, 20], 12, 12)) pen.dot(put([dot])[0] ?? at, 1.5);
}

export const driedSweetPotato: PlateKind = {
  kind: "dried-sweet-potato",
  caption: "红薯干",
  tint: "#E0AE5C",
  ground: "plate",
  draw(pen) {
    const layers: readonly (readonly [number, number, number])[] = [
      [330, 600, 4],
      [580, 604, -6],
      [456, 640, 2],
      [300, 520, -24],
      [450, 540, -8],
      [620, 520, 22],
      [370, 460, 14],
      [550, 456, -16],
      [420, 380, -20],
      [520, 376, 32],
      [470, 306, 6],
    ];
    layers.forEach(([x, y, turn], i) => strip(pen, [x, y], turn, 1 - i * 0.012));
  },
};
