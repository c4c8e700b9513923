import { oval, points, strewn } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { shade } from "../props";
import { cup, dryLeaf, steam } from "./tea-things";

export const blackTea: PlateKind = {
  kind: "black-tea",
  caption: "红茶",
  tint: "#94604C",
  ground: "cloth",
  draw(pen) {
    shade(pen, [150, 610], [470, 606], 10);
    pot(pen);
    shade(pen, [520, 668], [790, 664], 8);
    cup(pen, [652, 520], 92, true);
    steam(pen, [650, 470]);
    for (const at of strewn(pen.random, [330, 716], [180, 34], 44, 20)) dryLeaf(pen, at, 0.8);
  },
};

function pot(pen: Pen): void {
  pen.shape(points("182 420, 120 396, 96 350, 112 322, 138 346, 160 384, 206 400"), { fill: "paper" });
  pen.shape(
    points("452 388, 520 366, 556 402, 548 470, 500 516, 446 520, 450 492, 494 482, 520 446, 512 412, 462 416"),
    { fill: "paper" },
  );
  pen.shape(
    points(
      "196 372, 230 336, 320 322, 412 334, 452 372, 474 450, 450 534, 396 588, 320 602, 244 590, 190 538, 170 452",
    ),
    { slip: 9 },
  );
  pen.shape(points("236 340, 262 308, 320 296, 380 306, 406 340, 320 354"), { fill: "paper" });
  pen.shape(oval(pen.random, [320, 282], [22, 18]), { fill: "tint", slip: 3 });
  pen.line(
    [
      [196, 452],
      [212, 512],
      [250, 556],
    ],
    3,
  );
  pen.line(
    [
      [214, 440],
      [226, 492],
      [254, 530],
    ],
    2,
  );
  for (let i = 0; i < 7; i++)
    pen.line(
      [
        [446 - i * 9, 470 + i * 14],
        [420 - i * 9, 516 + i * 10],
      ],
      1.8,
    );
}
