import type { PlateKind } from "../plate";
import { pod } from "./chili-pod";

export const freshChili: PlateKind = {
  kind: "fresh-chili",
  caption: "鲜海椒",
  tint: "#CF5560",
  ground: "plate",
  draw(pen, variation) {
    if (variation % 2 === 0) {
      pod(pen, [210, 300], 8, { length: 400, bend: 46 });
      pod(pen, [680, 262], 158, { length: 330, bend: -40, fill: "tint" });
      pod(pen, [196, 470], -12, { length: 430, bend: 52, girth: 46 });
      pod(pen, [690, 470], 152, { length: 350, bend: -54 });
      pod(pen, [230, 620], -16, { length: 420, bend: 40 });
      return;
    }
    const fan: readonly (readonly [number, number, number])[] = [
      [300, 250, 62],
      [380, 226, 74],
      [462, 220, 88],
      [548, 228, 101],
      [632, 252, 114],
    ];
    for (const [x, y, turn] of fan)
      pod(pen, [x, y], turn, { length: 410 + (x % 40), bend: x < 460 ? -26 : 26, girth: 44 });
  },
};
