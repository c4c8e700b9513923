/**
 * A village's own cloth: a white resist pattern on indigo, drawn from its 12-digit code and always the same for it.
 * The tile mirrors one quarter four times, as folded cloth does.
 */
export type ResistTile = { readonly size: 48; readonly dots: string; readonly lines: string };

const CENTRES = [
  "M24 16a8 8 0 1 0 .1 0M24 20a4 4 0 1 0 .1 0",
  "M24 14 34 24 24 34 14 24ZM24 19 29 24 24 29 19 24Z",
  "M24 24c-4-4-4-9 0-11 4 2 4 7 0 11 4-4 9-4 11 0-2 4-7 4-11 0 4 4 4 9 0 11-4-2-4-7 0-11-4 4-9 4-11 0 2-4 7-4 11 0",
  "M16 16h16v16H16ZM20 20h8v8h-8Z",
  "M24 13v22M13 24h22M16.5 16.5l15 15M31.500 16.500l-15 15",
  "M24 15q3 6 9 9-6 3-9 9-3-6-9-9 6-3 9-9",
  "M18 24a6 6 0 0 1 12 0M14 24a10 10 0 0 1 20 0M18 27a6 6 0 0 0 12 0M14 27a10 10 0 0 0 20 0",
  "M24 14l3 7 7 3-7 3-3 7-3-7-7-3 7-3Z",
  "M15 20q4.500-6 9 0t9 0M15 28q4.500-6 9 0t9 0",
  "M24 16 32 30H16ZM24 32 16 18H32Z",
] as const;

const CORNERS = [
  "M0 8A8 8 0 0 0 8 0",
  "M0 10 10 0",
  "M0 7H7V0",
  "M0 6A6 6 0 0 0 6 0M0 11A11 11 0 0 0 11 0",
  "M0 0 9 9",
  "M0 9Q6 6 9 0",
  "M0 5 5 0M0 10 10 0",
  "M3 0V3H0M8 0V8H0",
  "M0 8Q0 0 8 0",
  "M0 4H4V8M4 4H8",
] as const;

const QUARTER_DOTS = [
  [[12, 3]],
  [
    [8, 14],
    [14, 8],
  ],
  [
    [3, 18],
    [18, 3],
  ],
  [[12, 12]],
  [
    [4, 12],
    [12, 4],
    [10, 10],
  ],
  [
    [6, 20],
    [20, 6],
  ],
  [
    [10, 16],
    [16, 10],
  ],
  [
    [3, 14],
    [14, 3],
    [3, 20],
    [20, 3],
  ],
  [
    [13, 13],
    [8, 8],
  ],
  [
    [5, 16],
    [16, 5],
    [11, 11],
  ],
] as const;

export function resistTile(code: string): ResistTile {
  const seed = hash(code);
  // The last digits tell neighbours apart, so they choose the large forms; the hash chooses the rest.
  const centre = CENTRES[Number(code.at(-1) ?? 0) % 10] ?? CENTRES[0];
  const corner = CORNERS[(Number(code.at(-2) ?? 0) * 3 + (seed % 10)) % 10] ?? CORNERS[0];
  const quarter = QUARTER_DOTS[Math.floor(seed / 10) % 10] ?? QUARTER_DOTS[0];
  const radius = 1 + (Math.floor(seed / 100) % 3) * 0.4;
  const dots = quarter
    .flatMap(([x, y]) => [
      [x, y],
      [48 - x, y],
      [x, 48 - y],
      [48 - x, 48 - y],
    ])
    .map(
      ([x, y]) =>
        `M${(x ?? 0) - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`,
    )
    .join("");
  return { size: 48, dots, lines: `${centre}${mirrored(corner)}` };
}

/** The tile as a file of its own, below 2 kB: for posters and plates drawn outside a page. */
export function resistPatternSvg(code: string, { width = 480, height = 96 } = {}): string {
  const { size, dots, lines } = resistTile(code);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>` +
    `<pattern id="t" width="${size}" height="${size}" patternUnits="userSpaceOnUse">` +
    `<path d="${lines}" fill="none" stroke="#e9eef5" stroke-width="1.600"/><path d="${dots}" fill="#e9eef5"/></pattern></defs>` +
    `<rect width="100%" height="100%" fill="#1f3a63"/><rect width="100%" height="100%" fill="url(#t)"/></svg>`
  );
}

/** Draws a path of the upper left corner in all four, by mirroring its coordinates. */
function mirrored(path: string): string {
  return [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ]
    .map(([flipX, flipY]) => mirror(path, flipX === true, flipY === true))
    .join("");
}

function mirror(path: string, flipX: boolean, flipY: boolean): string {
  const x = (value: number) => (flipX ? 48 - value : value);
  const y = (value: number) => (flipY ? 48 - value : value);
  return path.replace(/([MLHVAQ]?)((?:\s*-?[\d.]+[\s,]*)+)/g, (_, command: string, numbers: string) => {
    const values = numbers
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (command === "H") return `H${values.map(x).join(" ")}`;
    if (command === "V") return `V${values.map(y).join(" ")}`;
    if (command === "A") {
      const [rx = 0, ry = 0, rotation = 0, large = 0, sweep = 0, toX = 0, toY = 0] = values;
      const turned = flipX === flipY ? sweep : 1 - sweep;
      return `A${rx} ${ry} ${rotation} ${large} ${turned} ${x(toX)} ${y(toY)}`;
    }
    return command + values.map((value, index) => (index % 2 === 0 ? x(value) : y(value))).join(" ");
  });
}

/** FNV-1a: spreads neighbouring codes far apart. */
function hash(text: string): number {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 16777619) >>> 0;
  return value;
}
