import sharp from "sharp";

const [WIDTH, HEIGHT] = [900, 1240];

/** A drawn picture of a signed and stamped form, for institutions' acceptances: lines where words would be, nobody's name. */
export async function signedPaper(): Promise<Uint8Array> {
  const rows = [0, 1, 2, 3, 4].map((row) => 470 + row * 78);
  const columns = [90, 170, 400, 530, 630, 720, 810];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#f4f3ee"/>
    <g fill="#2b2f2d">
      <rect x="300" y="110" width="300" height="26"/>
      ${[210, 260, 310, 360].map((y, row) => `<rect x="90" y="${y}" width="${230 + row * 34}" height="12"/>`).join("")}
      ${[210, 260, 310].map((y, row) => `<rect x="500" y="${y}" width="${250 - row * 40}" height="12"/>`).join("")}
      ${rows.map((y, row) => `<rect x="190" y="${y + 34}" width="${150 + ((row * 53) % 50)}" height="11"/>`).join("")}
    </g>
    <g fill="none" stroke="#2b2f2d" stroke-width="2">
      <rect x="90" y="420" width="720" height="440"/>
      ${rows.map((y) => `<path d="M90 ${y}H810"/>`).join("")}
      ${columns
        .slice(1, -1)
        .map((x) => `<path d="M${x} 420V860"/>`)
        .join("")}
      <path d="M90 960H560M90 1040H420M90 1120H420"/>
    </g>
    <g fill="none" stroke="#1f3a63" stroke-width="5" stroke-linecap="round">
      ${rows.map((y, row) => `<path d="M650 ${y + 44}l10 ${12 - row}l24 -32M742 ${y + 44}l10 12l24 -32"/>`).join("")}
      <path d="M180 1030q18 -62 40 -18t52 -22q30 -18 22 14t64 -10M196 1104q30 -54 46 -6t40 -26q26 -12 34 18t44 -22"/>
    </g>
    <g fill="none" stroke="#a8201a" stroke-opacity="0.75" stroke-width="8">
      <circle cx="655" cy="1010" r="104"/>
      <path d="M655 958l13 38h40l-32 24l12 38l-33 -23l-33 23l12 -38l-32 -24h40z" fill="#a8201a" fill-opacity="0.75" stroke="none"/>
      <path d="M587 1010a68 68 0 0 1 136 0" stroke-width="16" stroke-dasharray="18 12"/>
    </g>
  </svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer());
}
