import type { Random } from "../data/random";
import { handWave, smooth, type Point } from "./curve";

export const INK = "#17201C";
export const PAPER = "#FBFCFA";

/** What a closed shape is filled with: the plate's one tint, bare paper, ink, or nothing. */
export type Fill = "tint" | "paper" | "ink" | "none";

export type ShapeStyle = {
  readonly fill?: Fill;
  /** of the outline; 0 = none */
  readonly width?: number;
  /** how far the tint has slipped against the line, as in a block print */
  readonly slip?: number;
  /** corners stay as given instead of being rounded */
  readonly straight?: boolean;
};

/** An ink pen and one block of colour. Later shapes cover earlier ones. */
export type Pen = {
  readonly random: Random;
  shape(points: readonly Point[], style?: ShapeStyle): void;
  /** a stroke that swells and thins; `ends` "sharp" runs out at both ends */
  line(points: readonly Point[], width?: number, ends?: "sharp" | "blunt"): void;
  /** the tint alone, without an outline */
  wash(points: readonly Point[]): void;
  dot(at: Point, size: number): void;
  /** `draw` shows only inside the closed smooth shape */
  within(points: readonly Point[], draw: () => void): void;
  drawing(): string;
};

export const LINE = 5.4;

export function penOf(tint: string, random: Random, idPrefix: string): Pen {
  const out: string[] = [];
  let clips = 0;

  const pen: Pen = {
    random,
    shape(points, { fill = "tint", width = LINE, slip = 5, straight = false } = {}) {
      const outline = straight ? cornered(points) : smooth(points, true);
      if (fill !== "none") out.push(`<path d="${closedPath(outline)}" fill="${fill === "ink" ? INK : PAPER}"/>`);
      if (fill === "tint") {
        // The block is printed a little to the lower right: a sliver of paper stays as the light.
        const id = `${idPrefix}c${clips++}`;
        out.push(
          `<clipPath id="${id}"><path d="${closedPath(outline)}"/></clipPath>`,
          `<path d="${closedPath(outline.map(([x, y]): Point => [x + slip, y + slip]))}" fill="${tint}" clip-path="url(#${id})"/>`,
        );
      }
      if (width > 0) out.push(ribbon(random, [...outline, ...outline.slice(0, 2)], width, "blunt"));
    },
    line(points, width = LINE, ends = "sharp") {
      out.push(ribbon(random, smooth(points, false), width, ends));
    },
    wash(points) {
      out.push(`<path d="${closedPath(smooth(points, true))}" fill="${tint}"/>`);
    },
    dot([x, y], size) {
      const squeeze = 0.8 + random.int(0, 40) / 100;
      out.push(
        `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(size)}" ry="${round(size * squeeze)}" fill="${INK}" transform="rotate(${random.int(0, 179)} ${round(x)} ${round(y)})"/>`,
      );
    },
    within(points, draw) {
      const id = `${idPrefix}c${clips++}`;
      out.push(
        `<clipPath id="${id}"><path d="${closedPath(smooth(points, true))}"/></clipPath><g clip-path="url(#${id})">`,
      );
      draw();
      out.push("</g>");
    },
    drawing: () => out.join("\n"),
  };
  return pen;
}

/** A line as a filled band whose two edges waver: thick and thin as a pen makes it. */
function ribbon(random: Random, points: readonly Point[], width: number, ends: "sharp" | "blunt"): string {
  const swell = handWave(random);
  const stray = handWave(random);
  const count = points.length;
  const left: Point[] = [];
  const right: Point[] = [];
  for (const [index, [x, y]] of points.entries()) {
    const before = points[Math.max(index - 1, 0)] ?? [x, y];
    const after = points[Math.min(index + 1, count - 1)] ?? [x, y];
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1;
    const normal: Point = [-(after[1] - before[1]) / length, (after[0] - before[0]) / length];
    const t = index / Math.max(1, count - 1);
    const taper = ends === "sharp" ? Math.min(1, 0.12 + 3.2 * Math.min(t, 1 - t)) : 1;
    const half = (width / 2) * (0.86 + 0.34 * swell(t)) * taper;
    const off = stray(t) * Math.min(0.9, width * 0.16);
    left.push([x + normal[0] * (off + half), y + normal[1] * (off + half)]);
    right.push([x + normal[0] * (off - half), y + normal[1] * (off - half)]);
  }
  return `<path d="${closedPath([...left, ...right.reverse()])}" fill="${INK}"/>`;
}

/** Straight sides cut into pieces, so that they waver like every other line. */
function cornered(points: readonly Point[]): Point[] {
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    return Array.from({ length: 8 }, (_, i): Point => [
      point[0] + ((next[0] - point[0]) * i) / 8,
      point[1] + ((next[1] - point[1]) * i) / 8,
    ]);
  });
}

function closedPath(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}Z`;
}

function round(number: number): string {
  return number.toFixed(1).replace(/\.0$/, "");
}
