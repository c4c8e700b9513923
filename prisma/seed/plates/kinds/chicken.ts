import { jitter, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

function feathers(
  pen: Pen,
  rows: readonly (readonly [x: number, y: number, count: number, step: number])[],
  size = 17,
): void {
  for (const [x, y, count, step] of rows) {
    for (let i = 0; i < count; i++) {
      const [px, py] = [x + i * step + jitter(pen.random, 3), y + i * 3 + jitter(pen.random, 3)];
      pen.line(
        [
          [px - size, py - size * 0.4],
          [px - size * 0.3, py + size * 0.5],
          [px + size * 0.5, py + size * 0.4],
          [px + size, py - size * 0.5],
        ],
        2.6,
      );
    }
  }
}

/** A hen in profile, looking left; facing = -1 turns her round. */
function hen(pen: Pen, facing: 1 | -1): void {
  const put = (points: readonly Point[]): Point[] => points.map(([x, y]) => [450 + (x - 450) * facing, y]);
  for (const [x, lean] of [
    [420, -6],
    [500, 10],
  ] as const) {
    pen.line(
      put([
        [x, 590],
        [x + lean, 650],
        [x + lean - 2, 706],
      ]),
      9,
      "blunt",
    );
    for (const toe of [-46, -16, 30])
      pen.line(
        put([
          [x + lean, 704],
          [x + lean + toe * 0.6, 714],
          [x + lean + toe, 728],
        ]),
        6,
      );
  }
  // tail
  for (const [x, y, bend] of [
    [716, 214, -30],
    [756, 266, -22],
    [768, 326, -14],
    [742, 390, 0],
  ] as const) {
    pen.shape(
      put([
        [610, 420],
        [650, 330 + bend],
        [x - 30, y - 16],
        [x, y],
        [x - 8, y + 34],
        [680, 400 + bend],
        [630, 470],
      ]),
    );
    pen.line(
      put([
        [630, 430],
        [680, 350 + bend * 0.6],
        [x - 14, y + 12],
      ]),
      2.2,
    );
  }
  const body = points(
    "238 258, 262 216, 306 206, 342 232, 350 290, 380 350, 450 386, 540 388, 620 372, 672 400, 676 470, 634 548, 556 602, 460 616, 366 596, 300 536, 272 456, 262 380, 250 320",
  );
  pen.shape(put(body), { slip: 9 * facing });
  // comb, beak, wattle
  pen.shape(
    put(
      points(
        "258 224, 244 198, 258 182, 274 196, 278 166, 296 158, 306 186, 322 168, 340 178, 336 206, 346 228, 302 212",
      ),
    ),
    { fill: "paper" },
  );
  pen.shape(
    put([
      [242, 250],
      [196, 268],
      [240, 288],
      [252, 272],
    ]),
    { fill: "paper" },
  );
  pen.line(
    put([
      [200, 268],
      [240, 268],
    ]),
    2.4,
  );
  pen.shape(put(points("250 288, 240 322, 254 344, 270 322, 268 292")), { fill: "paper", width: 4.2 });
  pen.shape(
    put([
      [280, 246],
      [292, 240],
      [302, 250],
      [292, 260],
    ]),
    { fill: "paper", width: 3 },
  );
  pen.dot(put([[291, 250]])[0] ?? [0, 0], 5);
  // wing
  pen.shape(put(points("390 420, 470 396, 580 418, 650 470, 604 520, 520 540, 430 522, 386 472")), {
    slip: 7 * facing,
    width: 4.8,
  });
  for (const [from, to] of [
    [
      [560, 470],
      [640, 474],
    ],
    [
      [544, 494],
      [614, 508],
    ],
    [
      [510, 512],
      [566, 530],
    ],
  ] as const)
    pen.line(put([from, [(from[0] + to[0]) / 2, from[1] - 4], to]), 2.6);
  const rows: readonly (readonly [number, number, number, number])[] =
    facing === 1
      ? [
          [300, 330, 2, 34],
          [296, 376, 3, 36],
          [308, 424, 2, 36],
          [312, 474, 2, 36],
          [336, 524, 3, 38],
          [390, 570, 5, 40],
          [424, 436, 4, 40],
          [430, 472, 3, 40],
        ]
      : [
          [560, 330, 2, 30],
          [530, 376, 3, 34],
          [540, 424, 2, 34],
          [540, 474, 2, 34],
          [490, 524, 3, 38],
          [350, 566, 5, 40],
          [340, 436, 4, 40],
          [370, 472, 3, 40],
        ];
  feathers(pen, rows);
}

export const chicken: PlateKind = {
  kind: "chicken",
  caption: "土鸡",
  tint: "#D6B566",
  ground: "cloth",
  draw(pen, variation) {
    hen(pen, variation % 2 === 0 ? 1 : -1);
    for (let i = 0; i < 16; i++) {
      const [x, y] = [130 + i * 43 + jitter(pen.random, 14), 742 + jitter(pen.random, 12)];
      pen.line(
        [
          [x, y],
          [x - 6 + jitter(pen.random, 6), y - 24 - pen.random.int(0, 18)],
        ],
        3,
      );
    }
    if (variation % 2 === 1)
      for (const [x, y] of [
        [250, 742],
        [286, 752],
        [330, 740],
        [226, 756],
      ] as const)
        pen.dot([x, y], 6);
  },
};
