import { jitter, placed, points, strewn, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { modelling } from "../props";
import { slice } from "./konjac-slice";

/** A corm: a flat globe with a pink bud in a hollow and the stumps of its roots. */
function corm(pen: Pen, at: Point, size: number): void {
  const s = size / 200;
  const outline = points(
    "-206 10, -190 -62, -128 -112, -58 -128, 40 -130, 122 -112, 190 -60, 208 12, 186 86, 120 134, 30 152, -64 148, -146 118, -194 70",
  );
  pen.shape(
    placed(
      outline.map(([x, y]): Point => [x + jitter(pen.random, 6), y + jitter(pen.random, 6)]),
      at,
      0,
      s,
    ),
    { slip: 9 },
  );
  for (let i = 0; i < 5; i++) {
    const y = -60 + i * 44;
    pen.line(
      placed(
        [
          [-180 + i * 14, y],
          [-70, y + 26],
          [60, y + 26],
          [176 - i * 12, y],
        ],
        at,
        0,
        s,
      ),
      1.8,
    );
  }
  for (const [x, y] of strewn(pen.random, [0, 20], [176, 106], 26, 30)) {
    const [px, py] = [x * s + at[0], y * s + at[1]];
    pen.line(
      [
        [px - 7, py],
        [px, py + 6],
        [px + 8, py - 1],
      ],
      2.8,
    );
  }
  pen.shape(placed(points("-64 -108, -24 -128, 32 -128, 70 -106, 34 -88, -30 -86"), at, 0, s), {
    fill: "paper",
    width: 3.6,
  });
  pen.shape(placed(points("-26 -100, -20 -160, 2 -206, 22 -158, 28 -100, 2 -92"), at, 0, s), { width: 4.6 });
  pen.line(
    placed(
      [
        [-8, -104],
        [-2, -150],
        [2, -190],
      ],
      at,
      0,
      s,
    ),
    2.2,
  );
  pen.line(
    placed(
      [
        [12, -104],
        [10, -140],
        [6, -168],
      ],
      at,
      0,
      s,
    ),
    2,
  );
  for (const x of [-120, -60, 64, 130])
    pen.line(
      placed(
        [
          [x, 138 - Math.abs(x) * 0.2],
          [x + 8, 168],
          [x - 10, 192],
        ],
        at,
        0,
        s,
      ),
      3.4,
    );
  modelling(pen, at, [190 * s, 130 * s], 0, 6);
}

export const rawKonjac: PlateKind = {
  kind: "raw-konjac",
  caption: "鲜魔芋",
  tint: "#BFA493",
  ground: "mat",
  draw(pen, variation) {
    if (variation % 2 === 0) {
      corm(pen, [410, 400], 216);
      slice(pen, [640, 606], 106);
      slice(pen, [452, 664], 96);
      return;
    }
    corm(pen, [556, 336], 164);
    corm(pen, [338, 546], 190);
    slice(pen, [640, 642], 102);
  },
};
