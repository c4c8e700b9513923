import { stream } from "../data/random";
import captionGlyphs from "./caption-glyphs.json";
import { handWave, type Point } from "./curve";
import { INK, PAPER, penOf, type Pen } from "./pen";

export const SIZE = 900;
const MAT = "#EDF0EA";
const WEAVE = "#DCE1D9";
const RIM = "#9AA49D";

/** What the produce lies on. */
export type Ground = "plate" | "mat" | "cloth";

export type PlateKind = {
  /** the name under which a listing asks for it */
  readonly kind: string;
  readonly caption: string;
  /** one flat colour; never the warm one that means money reaching a household */
  readonly tint: string;
  readonly ground: Ground | ((variation: number) => Ground);
  /** draws in a field about 600 wide around (450, 440) */
  draw(pen: Pen, variation: number): void;
};

/** The whole plate as an SVG of 900 × 900: mat, ground, drawing, caption. The same for the same kind and variation. */
export function plateSvg(plate: PlateKind, variation: number): string {
  const name = `${plate.kind}-${variation}`;
  const pen = penOf(plate.tint, stream(`plate ${name}`), `p${variation}`);
  plate.draw(pen, variation);
  const ground = typeof plate.ground === "string" ? plate.ground : plate.ground(variation);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}">`,
    `<rect width="${SIZE}" height="${SIZE}" fill="${MAT}"/>`,
    GROUNDS[ground](variation),
    pen.drawing(),
    captionOf(plate.caption),
    "</svg>",
  ].join("\n");
}

const GROUNDS: Record<Ground, (variation: number) => string> = { plate: porcelain, mat: wovenMat, cloth };

/** A white plate with two thin rims, drawn by hand. */
function porcelain(variation: number): string {
  const random = stream(`porcelain ${variation}`);
  const ring = (radius: number, width: number, colour: string, fill: string) => {
    const wave = handWave(random);
    const points = Array.from({ length: 120 }, (_, i): Point => {
      const angle = (i / 120) * 2 * Math.PI;
      const reach = radius + wave(Math.sin(angle) * 0.5) * 1.4;
      return [450 + Math.cos(angle) * reach, 450 + Math.sin(angle) * reach];
    });
    const path = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
    return `<path d="${path}" fill="${fill}" stroke="${colour}" stroke-width="${width}"/>`;
  };
  return ring(392, 3, RIM, PAPER) + ring(378, 1.6, RIM, "none") + ring(300, 1.4, "#CBD2CC", "none");
}

/** A bamboo tray seen from above: herringbone strips within a bound edge. */
function wovenMat(): string {
  const strips: string[] = [];
  for (let row = 0; row < 17; row++) {
    for (let column = 0; column < 9; column++) {
      const [x, y] = [72 + column * 84 + (row % 2) * 42, 70 + row * 45];
      strips.push(`M${x} ${y}l38 38M${x + 12} ${y}l38 38`, `M${x + 84} ${y}l-38 38M${x + 72} ${y}l-38 38`);
    }
  }
  return [
    `<clipPath id="tray"><rect x="66" y="66" width="768" height="768" rx="14"/></clipPath>`,
    `<rect x="66" y="66" width="768" height="768" rx="14" fill="${PAPER}"/>`,
    `<path d="${strips.join("")}" stroke="${WEAVE}" stroke-width="3" fill="none" clip-path="url(#tray)"/>`,
    `<rect x="66" y="66" width="768" height="768" rx="14" fill="none" stroke="${RIM}" stroke-width="3"/>`,
    `<rect x="80" y="80" width="740" height="740" rx="8" fill="none" stroke="${RIM}" stroke-width="1.6"/>`,
  ].join("");
}

/** A folded cotton cloth with a woven border, for jars, bottles and boards. */
function cloth(): string {
  const stripes = [0, 14, 20].map((shift) => `M66 ${716 + shift}H834`).join("");
  return [
    `<rect x="66" y="66" width="768" height="768" rx="4" fill="${PAPER}" stroke="${RIM}" stroke-width="2"/>`,
    `<path d="${stripes}" stroke="${RIM}" stroke-width="1.8" fill="none"/>`,
    `<path d="M66 640H834" stroke="#CBD2CC" stroke-width="1.6"/>`,
  ].join("");
}

const GLYPH = 27;
const glyphs: Readonly<Record<string, string>> = captionGlyphs;

/** The name from top to bottom in a thin frame, as outlines: it needs no font where it is rendered. */
function captionOf(caption: string): string {
  const letters = [...caption];
  const height = letters.length * (GLYPH + 3) + 17;
  const [x, y] = [836, 842 - height];
  const drawn = letters.map((letter, index) => {
    const outline = glyphs[letter];
    if (outline === undefined) throw new Error(`no outline for "${letter}": add it to caption-glyphs.json`);
    const scale = GLYPH / 1000;
    return `<path transform="translate(${x + 8.5} ${y + 9 + index * (GLYPH + 3)}) scale(${scale})" d="${outline}" fill="${INK}"/>`;
  });
  return `<rect x="${x}" y="${y}" width="44" height="${height}" fill="${PAPER}" stroke="${INK}" stroke-width="1.6"/>${drawn.join("")}`;
}
