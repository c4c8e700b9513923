import { jitter, oval, placed, strewn, type Point } from "./curve";
import { LINE, type Fill, type Pen } from "./pen";

/** The point `t` of the way, `off` to the side. */
export function along(from: Point, to: Point, t: number, off = 0): Point {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  return [from[0] + dx * t - (dy / length) * off, from[1] + dy * t + (dx / length) * off];
}

/** A leaf from its stalk to its point, bent to one side, with a rib and pairs of veins. */
export function leaf(
  pen: Pen,
  from: Point,
  to: Point,
  width: number,
  { bend = 0.14, veins = 5, fill = "tint" as Fill, broad = 0.42 } = {},
): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const axis = (t: number, side = 0): Point => along(from, to, t, length * bend * Math.sin(Math.PI * t) + side);
  const half = (t: number): number => (width / 2) * Math.sin(Math.PI * t ** (Math.log(0.5) / Math.log(broad))) ** 0.85;
  const steps = [0.08, 0.2, 0.34, 0.48, 0.62, 0.76, 0.9];
  const edge = (side: number) => steps.map((t) => axis(t, side * (half(t) + jitter(pen.random, width * 0.02))));
  pen.shape([axis(0), ...edge(1), axis(1), ...edge(-1).reverse()], { fill });
  pen.line([axis(-0.04), axis(0.3), axis(0.6), axis(0.93)], 3.4);
  for (let vein = 1; vein <= veins; vein++) {
    const t = 0.1 + (vein / (veins + 1)) * 0.72;
    for (const side of [1, -1]) {
      pen.line([axis(t), axis(t + 0.07, side * half(t + 0.07) * 0.5), axis(t + 0.12, side * half(t + 0.12) * 0.84)], 2);
    }
  }
}

/** A bowl seen a little from above; what it holds is drawn before its front wall. */
export function bowl(pen: Pen, [x, y]: Point, width: number, height: number, content: () => void): void {
  const [rx, ry] = [width / 2, width * 0.15];
  pen.shape(oval(pen.random, [x, y], [rx, ry], { wobble: 0.004, points: 24 }), { fill: "paper" });
  content();
  const front: Point[] = Array.from({ length: 13 }, (_, i): Point => {
    const angle = Math.PI - (i / 12) * Math.PI;
    return [x + Math.cos(angle) * rx, y + Math.sin(angle) * ry];
  });
  const foot = width * 0.2;
  const wall: Point[] = [
    [x + rx * 0.93, y + height * 0.42],
    [x + rx * 0.7, y + height * 0.78],
    [x + foot, y + height * 0.96],
    [x, y + height],
    [x - foot, y + height * 0.96],
    [x - rx * 0.7, y + height * 0.78],
    [x - rx * 0.93, y + height * 0.42],
  ];
  pen.shape([...front, ...wall], { fill: "paper" });
  pen.line(
    front.map(([px, py]): Point => [px * 0.985 + x * 0.015, py + 14]),
    2,
  );
  // a plain band of brushwork around the wall
  pen.line(
    [
      [x - rx * 0.83, y + height * 0.56],
      [x - rx * 0.4, y + height * 0.74],
      [x, y + height * 0.79],
      [x + rx * 0.4, y + height * 0.74],
      [x + rx * 0.83, y + height * 0.56],
    ],
    3,
  );
  const base: Point[] = [
    [x - foot, y + height * 0.955],
    [x - foot * 0.92, y + height * 1.09],
    [x, y + height * 1.13],
    [x + foot * 0.92, y + height * 1.09],
    [x + foot, y + height * 0.955],
  ];
  pen.line(base, 4, "blunt");
}

/** Many small things heaped up, the far ones first; `rise` lifts the middle. */
export function heap(
  pen: Pen,
  centre: Point,
  radii: Point,
  { count, distance, rise = 0 }: { count: number; distance: number; rise?: number },
  draw: (at: Point, index: number) => void,
): void {
  strewn(pen.random, centre, radii, count, distance).forEach(([x, y], index) => {
    const out = Math.hypot((x - centre[0]) / radii[0], (y - centre[1]) / radii[1]);
    draw([x, y - rise * Math.max(0, 1 - out ** 1.6)], index);
  });
}

/** A glass jar or bottle: `profile` is the right edge from the lip down, as distances from the middle. */
export function vessel(pen: Pen, x: number, profile: readonly Point[], fill: Fill = "paper"): Point[] {
  const right = profile.map(([dx, y]): Point => [x + dx, y]);
  const left = profile.map(([dx, y]): Point => [x - dx, y]).reverse();
  const outline = [...right, ...left];
  pen.shape(outline, { fill, straight: false });
  return outline;
}

/** Short slanting strokes under a thing: it stands on something. */
export function shade(pen: Pen, from: Point, to: Point, lines = 9): void {
  for (let i = 0; i < lines; i++) {
    const [x, y] = along(from, to, (i + 0.5) / lines);
    const reach = 16 + pen.random.int(0, 16);
    pen.line(
      [
        [x - reach, y + 9 + jitter(pen.random, 3)],
        [x + reach, y - 3 + jitter(pen.random, 3)],
      ],
      2.2,
    );
  }
}

/** Fine strokes that follow one side of an oval and turn it round. */
export function modelling(pen: Pen, [x, y]: Point, [rx, ry]: Point, turn = 0, lines = 6): void {
  for (let i = 0; i < lines; i++) {
    const start = 0.15 + i * 0.16 + jitter(pen.random, 0.03);
    const reach = 0.86 - (i % 2) * 0.05;
    const stroke = [0, 0.14, 0.28].map((step): Point => {
      const angle = start + step;
      return [Math.cos(angle) * rx * reach, Math.sin(angle) * ry * reach];
    });
    pen.line(placed(stroke, [x, y], turn), 2);
  }
}

/** A stalk as a band with two edges, thicker at its end. */
export function stalk(pen: Pen, points: readonly Point[], width: number, fill: Fill = "tint"): void {
  const first = points[0] ?? [0, 0];
  const last = points.at(-1) ?? [0, 0];
  const offset = (side: number) =>
    points.map((point, i): Point => {
      const next = points[i + 1] ?? last;
      const before = points[i - 1] ?? first;
      const [dx, dy] = [next[0] - before[0], next[1] - before[1]];
      const length = Math.hypot(dx, dy) || 1;
      const half = (width / 2) * (0.8 + 0.35 * (i / points.length)) * side;
      return [point[0] - (dy / length) * half, point[1] + (dx / length) * half];
    });
  pen.shape([...offset(1), ...offset(-1).reverse()], { fill, width: LINE * 0.85 });
}
