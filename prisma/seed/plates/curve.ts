import type { Random } from "../data/random";

export type Point = readonly [x: number, y: number];

/** "-40 30, 12 8" as points. */
export function points(text: string): Point[] {
  return text.split(", ").map((pair): Point => {
    const [x, y] = pair.split(" ").map(Number);
    if (x === undefined || y === undefined) throw new Error(`"${pair}" is no point`);
    return [x, y];
  });
}

/** A smooth line through the points (Catmull-Rom), as many short pieces. */
export function smooth(through: readonly Point[], closed: boolean, pieces = 10): Point[] {
  const count = through.length;
  if (count < 3 && !closed) return straight(through, pieces);
  const at = (index: number): Point => {
    const wrapped = closed ? (index + count) % count : Math.min(Math.max(index, 0), count - 1);
    return through[wrapped] ?? [0, 0];
  };
  const out: Point[] = [];
  const last = closed ? count : count - 1;
  for (let i = 0; i < last; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let step = 0; step < pieces; step++) out.push(between(a, b, c, d, step / pieces));
  }
  if (!closed) out.push(at(count - 1));
  return out;
}

function straight(ends: readonly Point[], pieces: number): Point[] {
  const [a, b] = ends;
  if (!a || !b) return [...ends];
  return Array.from({ length: pieces + 1 }, (_, i): Point => [
    a[0] + ((b[0] - a[0]) * i) / pieces,
    a[1] + ((b[1] - a[1]) * i) / pieces,
  ]);
}

function between(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const one = (p: number, q: number, r: number, s: number) =>
    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t);
  return [one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])];
}

/** Points on an ellipse, turned by `turn` degrees, pushed in and out a little by the hand. */
export function oval(
  random: Random,
  centre: Point,
  radii: Point,
  { turn = 0, wobble = 0.025, points = 10 }: { turn?: number; wobble?: number; points?: number } = {},
): Point[] {
  return Array.from({ length: points }, (_, i): Point => {
    const angle = (i / points) * 2 * Math.PI;
    const push = 1 + jitter(random, wobble);
    return turned(
      [centre[0] + Math.cos(angle) * radii[0] * push, centre[1] + Math.sin(angle) * radii[1] * push],
      centre,
      turn,
    );
  });
}

export function turned([x, y]: Point, [cx, cy]: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos];
}

/** A drawing made around the origin, put where it belongs: scaled, turned, moved. */
export function placed(points: readonly Point[], at: Point, degrees = 0, scale = 1): Point[] {
  return points.map(([x, y]) => {
    const [tx, ty] = turned([x * scale, y * scale], [0, 0], degrees);
    return [at[0] + tx, at[1] + ty];
  });
}

/** A number from −amount to +amount. */
export function jitter(random: Random, amount: number): number {
  return (random.int(-1000, 1000) / 1000) * amount;
}

/** A slow wave of three sines with its own phases: what a hand does along a line, from −1 to 1. */
export function handWave(random: Random): (t: number) => number {
  const phases = [random.int(0, 628) / 100, random.int(0, 628) / 100, random.int(0, 628) / 100];
  return (t) =>
    0.5 * Math.sin(t * 5 + (phases[0] ?? 0)) +
    0.3 * Math.sin(t * 11 + (phases[1] ?? 0)) +
    0.2 * Math.sin(t * 23 + (phases[2] ?? 0));
}

/** Points strewn over an ellipse with some distance between them, the far ones first. */
export function strewn(random: Random, centre: Point, radii: Point, count: number, distance: number): Point[] {
  const found: Point[] = [];
  for (let tries = 0; tries < count * 60 && found.length < count; tries++) {
    const angle = random.int(0, 6283) / 1000;
    const reach = Math.sqrt(random.int(0, 1000) / 1000);
    const point: Point = [
      centre[0] + Math.cos(angle) * radii[0] * reach,
      centre[1] + Math.sin(angle) * radii[1] * reach,
    ];
    if (found.every(([x, y]) => Math.hypot(x - point[0], y - point[1]) >= distance)) found.push(point);
  }
  return found.sort((a, b) => a[1] - b[1]);
}
