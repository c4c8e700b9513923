import { resistTile } from "~/ui/resist-tile";

export type Poster = {
  readonly locale: "zh" | "en";
  readonly title: string;
  readonly villageName: string;
  readonly areaCode: string;
  /** "26.40" */
  readonly householdYuan: string;
  /** null when fewer than five stand behind it */
  readonly households: number | null;
  /** the QR code's modules, row by row */
  readonly code: readonly (readonly boolean[])[];
};

export const POSTER_SIZE = { width: 900, height: 1200 } as const;

const FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";
/** As many Chinese characters are on a line; of Latin letters twice as many. */
const LINE = 13;

const WORDS = {
  zh: {
    reaches: "这一单到户",
    households: (count: number) => `本单批次由 ${count} 户供货`,
    ledger: "每一分钱的去处，账本里查得到",
    name: "户惠",
    scan: "扫码看这张收据",
  },
  en: {
    reaches: "To households from this order",
    households: (count: number) => `${count} households delivered its lots`,
    ledger: "Every fen can be found in the ledger",
    name: "Huhui",
    scan: "Scan to see this receipt",
  },
} as const;

/** A receipt's poster as SVG: what, from which village, how much reached households, and a code that leads to the receipt. */
export function posterSvg(poster: Poster): string {
  const { width, height } = POSTER_SIZE;
  const tile = resistTile(poster.areaCode);
  const words = WORDS[poster.locale];
  const titles = poster.locale === "en" ? wordLines(poster.title, LINE * 2, 2) : lines(poster.title, LINE, 2);
  const count = poster.households === null ? "" : words.households(poster.households);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><pattern id="cloth" width="${tile.size}" height="${tile.size}" patternUnits="userSpaceOnUse" patternTransform="scale(1.5)"><path d="${tile.lines}" fill="none" stroke="#e9eef5" stroke-width="1.6"/><path d="${tile.dots}" fill="#e9eef5"/></pattern></defs>
<rect width="${width}" height="${height}" fill="#f8faf8"/>
<rect width="${width}" height="288" fill="#1f3a63"/><rect width="${width}" height="288" fill="url(#cloth)"/>
<rect x="60" y="180" width="780" height="760" fill="#ffffff" stroke="#d5dbd6" stroke-width="2"/>
<g font-family="${FONT}" fill="#17201c">
${titles.map((line, index) => `<text x="110" y="${275 + index * 68}" font-size="52" font-weight="600">${escaped(line)}</text>`).join("\n")}
<text x="110" y="${275 + titles.length * 68}" font-size="34" fill="#4a5751">${escaped(poster.villageName)}</text>
<path d="M110 480H790M110 488H790" stroke="#17201c" stroke-width="2"/>
<text x="110" y="570" font-size="40">${words.reaches}</text>
<text x="110" y="700" font-size="120" font-weight="600" fill="#b5410f">¥${escaped(poster.householdYuan)}</text>
<text x="110" y="770" font-size="34" fill="#4a5751">${escaped(count)}</text>
<path d="M110 820H790" stroke="#d5dbd6" stroke-width="2"/>
<text x="110" y="890" font-size="32" fill="#4a5751">${words.ledger}</text>
<text x="110" y="1060" font-size="60" font-weight="600" fill="#1f3a63">${words.name}</text>
<text x="110" y="1115" font-size="30" fill="#4a5751">${words.scan}</text>
</g>
${codeSvg(poster.code, { x: 620, y: 965, size: 200 })}
</svg>`;
}

function codeSvg(code: Poster["code"], at: { x: number; y: number; size: number }): string {
  const module = at.size / code.length;
  const squares = code.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return `<rect x="${at.x - 12}" y="${at.y - 12}" width="${at.size + 24}" height="${at.size + 24}" fill="#ffffff"/><path transform="translate(${at.x} ${at.y}) scale(${module})" d="${squares.join("")}" fill="#17201c" shape-rendering="crispEdges"/>`;
}

/** Lines of at most so many characters; what is left over is cut with an ellipsis. */
function lines(text: string, length: number, most: number): string[] {
  const characters = [...text];
  const rows: string[] = [];
  while (characters.length > 0 && rows.length < most) rows.push(characters.splice(0, length).join(""));
  if (characters.length > 0) rows[most - 1] = `${rows[most - 1]?.slice(0, -1)}…`;
  return rows;
}

/** Broken between words; one longer than a line is broken as it comes. */
function wordLines(text: string, length: number, most: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(/\s+/)) {
    const row = rows.at(-1);
    if (row !== undefined && row.length + 1 + word.length <= length) rows[rows.length - 1] = `${row} ${word}`;
    else rows.push(...lines(word, length, most));
  }
  if (rows.length <= most) return rows;
  return [...rows.slice(0, most - 1), `${rows[most - 1]?.slice(0, length - 1)}…`];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
