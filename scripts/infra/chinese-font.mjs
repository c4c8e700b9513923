// Whether pictures can have Chinese letters: sharp draws with the system's fonts, and without one of them every letter is the same box.
import sharp from "sharp";

export const NO_CHINESE_FONT =
  "no Chinese font on this machine: the words of posters are empty boxes (Debian: apt-get install fonts-noto-cjk)";

export async function drawsChinese() {
  const [plum, tea] = await Promise.all(["梅", "茶"].map(drawn));
  return !plum.equals(tea);
}

function drawn(letter) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><text x="4" y="40" font-size="40" font-family="sans-serif">${letter}</text></svg>`;
  return sharp(Buffer.from(svg)).raw().toBuffer();
}
