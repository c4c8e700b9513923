import type { Point } from "../curve";
import type { Pen } from "../pen";
import type { PlateKind } from "../plate";
import { board } from "./board";

export const curedPork: PlateKind = {
  kind: "cured-pork",
  caption: "腊肉",
  tint: "#B0636A",
  ground: "cloth",
  draw(pen, variation) {
    if (variation % 2 === 0) hung(pen);
    else {
      board(pen);
      strip(pen, [216, 296], 400, 128);
      for (let i = 0; i < 5; i++) rasher(pen, [192 + i * 94, 508 + (i % 2) * 14], 84, 112);
    }
  },
};

/** Three strips on strings from a pole. */
function hung(pen: Pen): void {
  pen.shape(
    [
      [90, 150],
      [810, 138],
      [812, 164],
      [90, 176],
    ],
    { straight: true, fill: "paper" },
  );
  for (const knot of [220, 330, 640])
    pen.line(
      [
        [knot, 148],
        [knot + 6, 174],
      ],
      3,
    );
  (
    [
      [236, 262, 116, 356],
      [456, 250, 130, 396],
      [668, 268, 112, 340],
    ] as const
  ).forEach(([x, y, width, height], i) => {
    pen.line(
      [
        [x + width / 2 - 60, 146],
        [x + width / 2 - 62, 200],
        [x + width / 2 - 58, y + 8],
      ],
      4,
      "blunt",
    );
    belly(pen, [x - 58, y], width, height, i);
  });
}

/** Layers from rind to lean, lengthwise. */
function belly(pen: Pen, [x, y]: Point, width: number, height: number, index: number): void {
  const wave = (t: number) => Math.sin(t * 7 + index * 2) * 7;
  const edge = (part: number): Point[] =>
    Array.from({ length: 9 }, (_, i): Point => [
      x + width * part + wave(i / 8),
      y + (height * i) / 8 + (part - 0.5) * 16 * (i === 0 ? -1 : 0),
    ]);
  const bands: readonly (readonly [number, number, "tint" | "paper"])[] = [
    [0, 0.16, "tint"],
    [0.16, 0.4, "paper"],
    [0.4, 0.6, "tint"],
    [0.6, 0.74, "paper"],
    [0.74, 1, "tint"],
  ];
  for (const [from, to, fill] of bands) pen.shape([...edge(from), ...edge(to).reverse()], { fill, width: 3, slip: 3 });
  pen.shape([...edge(0), ...edge(1).reverse()], { fill: "none" });
  for (let i = 0; i < 12; i++) {
    const [px, py] = [x + width * (0.78 + (i % 3) * 0.06), y + 24 + i * (height / 13)];
    pen.line(
      [
        [px, py],
        [px + 8, py + 12],
      ],
      1.9,
    );
  }
  for (let i = 0; i < 10; i++)
    pen.line(
      [
        [x + width * 0.46, y + 20 + i * (height / 11)],
        [x + width * 0.54, y + 30 + i * (height / 11)],
      ],
      1.9,
    );
}

function strip(pen: Pen, [x, y]: Point, width: number, height: number): void {
  const edge = (part: number): Point[] =>
    Array.from({ length: 9 }, (_, i): Point => [x + (width * i) / 8, y + height * part + Math.sin(i * 0.9) * 6]);
  for (const [from, to, fill] of [
    [0, 0.14, "tint"],
    [0.14, 0.42, "paper"],
    [0.42, 0.62, "tint"],
    [0.62, 0.78, "paper"],
    [0.78, 1, "tint"],
  ] as const) {
    pen.shape([...edge(from), ...edge(to).reverse()], { fill, width: 3, slip: 3 });
  }
  pen.shape([...edge(0), ...edge(1).reverse()], { fill: "none" });
  for (let i = 0; i < 16; i++)
    pen.line(
      [
        [x + 20 + i * 23, y + height * 0.86],
        [x + 32 + i * 23, y + height * 0.94],
      ],
      1.9,
    );
}

function rasher(pen: Pen, [x, y]: Point, width: number, height: number): void {
  const edge = (part: number): Point[] =>
    Array.from({ length: 5 }, (_, i): Point => [x + width * part + i * 7, y + (height * i) / 4]);
  for (const [from, to, fill] of [
    [0, 0.18, "tint"],
    [0.18, 0.46, "paper"],
    [0.46, 0.68, "tint"],
    [0.68, 0.82, "paper"],
    [0.82, 1, "tint"],
  ] as const) {
    pen.shape([...edge(from), ...edge(to).reverse()], { fill, width: 2.6, slip: 2, straight: true });
  }
  pen.shape([...edge(0), ...edge(1).reverse()], { fill: "none", width: 4.4, straight: true });
}
