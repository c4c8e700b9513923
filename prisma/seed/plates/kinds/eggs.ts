import { jitter, placed, points, type Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { bowl, modelling, shade } from "../props";

function egg(pen: Pen, at: Point, turn: number, size: number, tinted = true): void {
  const outline = points(
    "0 -128, 48 -108, 84 -56, 98 4, 86 62, 48 98, 0 108, -48 98, -86 62, -98 4, -84 -56, -48 -108",
  );
  pen.shape(placed(outline, at, turn, size / 110), { fill: tinted ? "tint" : "paper", slip: 9 });
  modelling(pen, at, [88 * (size / 110), 96 * (size / 110)], turn, 5);
  for (let i = 0; i < 9; i++) {
    pen.dot(placed([[pen.random.int(-50, 40), pen.random.int(-80, 60)]], at, turn, size / 110)[0] ?? at, 1.4);
  }
}

/** Straw laid around, stalk by stalk. */
function straw(pen: Pen, centre: Point, radii: Point, count: number): void {
  for (let i = 0; i < count; i++) {
    const angle = (i / count) * 6.283 + jitter(pen.random, 0.2);
    const reach = 0.78 + jitter(pen.random, 0.2);
    const [x, y] = [centre[0] + Math.cos(angle) * radii[0] * reach, centre[1] + Math.sin(angle) * radii[1] * reach];
    const along = angle + 1.57 + jitter(pen.random, 0.7);
    const half = 46 + pen.random.int(0, 44);
    pen.line(
      [
        [x - Math.cos(along) * half, y - Math.sin(along) * half * 0.7],
        [x, y + jitter(pen.random, 16)],
        [x + Math.cos(along) * half, y + Math.sin(along) * half * 0.7],
      ],
      3 + jitter(pen.random, 1),
    );
  }
}

function tray(pen: Pen): void {
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      const [x, y] = [222 + column * 152 - row * 8 + 10, 288 + row * 150];
      const cup = points("-76 6, -64 48, -30 74, 30 74, 64 48, 76 6, 40 30, -40 30");
      if (row !== 2 || column !== 3) egg(pen, [x, y - 18], jitter(pen.random, 10), 74, (row * 4 + column) % 3 !== 1);
      pen.shape(placed(cup, [x, y]), { fill: "paper", width: 4.4 });
      pen.line(
        placed(
          [
            [-40, 50],
            [0, 62],
            [40, 50],
          ],
          [x, y],
        ),
        2,
      );
    }
  }
}

export const eggs: PlateKind = {
  kind: "eggs",
  caption: "土鸡蛋",
  tint: "#E7C9A9",
  ground: (variation) => (["plate", "mat", "cloth", "plate"] as const)[variation % 4] ?? "plate",
  draw(pen, variation) {
    switch (variation % 4) {
      case 0:
        straw(pen, [450, 460], [240, 190], 70);
        egg(pen, [380, 370], -30, 104);
        egg(pen, [540, 380], 26, 108, false);
        egg(pen, [310, 500], -62, 102);
        egg(pen, [606, 506], 58, 104);
        egg(pen, [456, 520], 8, 112);
        straw(pen, [450, 560], [230, 90], 26);
        break;
      case 1:
        tray(pen);
        break;
      case 2:
        shade(pen, [240, 656], [660, 656], 12);
        bowl(pen, [450, 400], 440, 240, () => {
          egg(pen, [350, 352], -24, 92);
          egg(pen, [548, 356], 28, 92, false);
          egg(pen, [450, 330], 4, 100);
          egg(pen, [398, 406], -70, 84);
          egg(pen, [508, 410], 76, 84);
        });
        break;
      default:
        egg(pen, [330, 322], -14, 112);
        egg(pen, [536, 306], 24, 112);
        egg(pen, [640, 476], 60, 106, false);
        egg(pen, [270, 520], -48, 104);
        egg(pen, [456, 478], 4, 118);
        egg(pen, [420, 640], 82, 104, false);
        egg(pen, [598, 620], -70, 100);
    }
  },
};
