import { jitter, oval, placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";

function whole(pen: Pen, at: Point, turn: number): void {
  pen.shape(oval(pen.random, at, [142, 112], { turn, wobble: 0.012 }), { fill: "paper" });
  for (let i = 0; i < 150; i++) {
    const angle = pen.random.int(0, 628) / 100;
    const reach = Math.sqrt(pen.random.int(0, 100) / 100) * 0.93;
    const [x, y] = [Math.cos(angle) * 140 * reach, Math.sin(angle) * 110 * reach];
    // The down lies along the fruit and thickens on the side away from the light.
    if (x + y < -40 && pen.random.chance(0.55)) continue;
    const length = 9 + pen.random.int(0, 9);
    pen.line(
      placed(
        [
          [x - length / 2, y],
          [x + length / 2, y + jitter(pen.random, 4)],
        ],
        at,
        turn,
      ),
      2,
    );
  }
  pen.line(
    placed(
      [
        [140, -12],
        [154, -4],
        [142, 10],
      ],
      at,
      turn,
    ),
    5,
  );
  for (let i = 0; i < 5; i++)
    pen.line(
      placed(
        [
          [140, -8 + i * 4],
          [150 + jitter(pen.random, 4), -14 + i * 7],
        ],
        at,
        turn,
      ),
      2.4,
    );
}

function half(pen: Pen, at: Point, size: number): void {
  const [rx, ry] = [size, size * 0.94];
  pen.shape(oval(pen.random, at, [rx, ry], { wobble: 0.01 }), { fill: "paper", width: 7 });
  pen.shape(oval(pen.random, at, [rx * 0.92, ry * 0.92], { wobble: 0.008 }), { width: 1.6, slip: 7 });
  for (let i = 0; i < 46; i++) {
    const angle = (i / 46) * 2 * Math.PI + jitter(pen.random, 0.03);
    const far = 0.8 + jitter(pen.random, 0.06);
    pen.line(
      [
        [at[0] + Math.cos(angle) * rx * 0.56, at[1] + Math.sin(angle) * ry * 0.56],
        [at[0] + Math.cos(angle) * rx * far, at[1] + Math.sin(angle) * ry * far],
      ],
      1.7,
    );
  }
  const core = oval(pen.random, at, [rx * 0.3, ry * 0.25], { wobble: 0.06, points: 14 });
  pen.shape(core, { fill: "paper", width: 1.8 });
  for (let i = 0; i < 34; i++) {
    const angle = (i / 34) * 2 * Math.PI + jitter(pen.random, 0.05);
    const reach = 0.44 + (i % 3) * 0.055 + jitter(pen.random, 0.02);
    const centre: Point = [at[0] + Math.cos(angle) * rx * reach, at[1] + Math.sin(angle) * ry * reach];
    const seed = points("-9 0, 0 -4.4, 8 -3, 8 3, 0 4.4");
    pen.shape(placed(seed, centre, (angle * 180) / Math.PI, size / 130), { fill: "ink", width: 0 });
  }
}

export const kiwi: PlateKind = {
  kind: "kiwi",
  caption: "猕猴桃",
  tint: "#A3BC4D",
  ground: "plate",
  draw(pen, variation) {
    switch (variation % 3) {
      case 0:
        whole(pen, [318, 344], -24);
        whole(pen, [560, 318], 28);
        half(pen, [352, 560], 132);
        half(pen, [604, 540], 122);
        break;
      case 1:
        whole(pen, [430, 290], 8);
        half(pen, [300, 470], 118);
        half(pen, [590, 440], 122);
        half(pen, [446, 606], 116);
        break;
      default:
        whole(pen, [300, 330], 18);
        whole(pen, [590, 350], -18);
        whole(pen, [350, 560], -6);
        half(pen, [596, 582], 128);
    }
  },
};
