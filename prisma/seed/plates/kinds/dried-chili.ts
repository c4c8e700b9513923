import { points } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { pod } from "./chili-pod";

export const driedChili: PlateKind = {
  kind: "dried-chili",
  caption: "干海椒",
  tint: "#A94552",
  ground: "mat",
  draw(pen, variation) {
    switch (variation % 3) {
      case 0:
        (
          [
            [190, 220, 16],
            [700, 210, 160],
            [196, 340, -8],
            [706, 350, 188],
            [186, 470, 12],
            [700, 470, 168],
            [200, 610, -14],
            [706, 610, 176],
            [250, 720, -2],
          ] as const
        ).forEach(([x, y, turn], i) =>
          pod(pen, [x, y], turn, { length: 320 + (i % 3) * 36, girth: 38, bend: turn > 90 ? -46 : 46, dry: true }),
        );
        break;
      case 1:
        (
          [
            [300, 236, 80],
            [420, 220, 66],
            [560, 236, 108],
            [230, 440, 30],
            [640, 420, 140],
            [330, 470, 58],
            [470, 440, 92],
            [590, 520, 118],
          ] as const
        ).forEach(([x, y, turn], i) =>
          pod(pen, [x, y], turn, { length: 250 + (i % 3) * 26, girth: 35, bend: i % 2 === 0 ? 44 : -40, dry: true }),
        );
        break;
      default:
        string(pen);
    }
  },
};

/** A string of chilies hung up under the eaves. */
function string(pen: Pen): void {
  pen.line(
    [
      [450, 84],
      [447, 260],
      [453, 480],
      [450, 700],
    ],
    6,
    "blunt",
  );
  pen.line(points("450 120, 428 96, 450 84, 474 98, 450 122"), 4);
  for (let row = 0; row < 7; row++) {
    const y = 158 + row * 76;
    pod(pen, [436, y], 152 - (row % 3) * 7, { length: 190 + (row % 2) * 26, girth: 29, bend: -36, dry: true });
    pod(pen, [464, y + 34], 28 + (row % 3) * 8, { length: 196 + (row % 2) * 20, girth: 29, bend: 36, dry: true });
  }
}
