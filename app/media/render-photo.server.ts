import { createHash } from "node:crypto";
import sharp, { type OutputInfo, type Sharp } from "sharp";
import { failed, succeeded, type Result } from "~/kernel/result";
import { atMost } from "./at-most";
import { RENDITION_WIDTHS } from "./media-kind";
import { LARGEST_PHOTO_BYTES, MOST_PIXELS, SMALLEST_SIDE, type PhotoFailure } from "./photo-failure";
import { PHOTO_FORMATS } from "./photo-types";

export type Rendition = {
  readonly name: string;
  readonly mime: "image/webp";
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
};

export type RenderedPhoto = {
  /** of the bytes that were uploaded */
  readonly sha256: string;
  /** upright, as a person holds it */
  readonly width: number;
  readonly height: number;
  /** "#c8a24b": shown until the picture is there */
  readonly dominantColor: string;
  readonly renditions: readonly Rendition[];
};

const ALLOWED = new Set<string>(PHOTO_FORMATS);
const QUALITY = 78;
/** of 6: half the time of the usual 4, files three in a hundred larger */
const EFFORT = 2;
/** A picture's main colour is the same when it is small, and found in a tenth of the time. */
const COLOUR_WIDTH = 160;

/** Two at a time: each decodes up to 40 megapixels, 160 MB. */
const limited = atMost(2);

/**
 * Reads an uploaded photo and draws it anew: upright by its EXIF, then without any of its metadata (the place where it
 * was taken), at the widths a page needs. What was appended or hidden in the file is not in the result.
 */
export function renderPhoto(bytes: Uint8Array): Promise<Result<RenderedPhoto, PhotoFailure>> {
  return limited(() => render(bytes));
}

async function render(bytes: Uint8Array): Promise<Result<RenderedPhoto, PhotoFailure>> {
  if (bytes.byteLength === 0) return failed({ kind: "empty" });
  if (bytes.byteLength > LARGEST_PHOTO_BYTES) return failed({ kind: "too-large" });
  const size = await readSize(bytes);
  if (!size.ok) return size;

  try {
    const source = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error" });
    // As bare pixels: another encoding in between would cost both time and, for a JPEG, quality.
    const { data, info } = await source.rotate().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
    const upright = () => sharp(data, { raw: info, limitInputPixels: MOST_PIXELS });
    const renditions = await Promise.all(widthsFor(info.width).map((width) => drawAt(upright(), width)));
    const thumbnail = await upright().resize({ width: COLOUR_WIDTH, withoutEnlargement: true }).png().toBuffer();
    const { dominant } = await sharp(thumbnail).stats();
    return succeeded({
      sha256: createHash("sha256").update(bytes).digest("hex"),
      width: info.width,
      height: info.height,
      dominantColor: hex(dominant),
      renditions,
    });
  } catch {
    // libvips throws plain errors for broken files: truncated, unknown, blocked
    return failed({ kind: "not-a-photo" });
  }
}

/** Reads only the header: a small file can say that it is huge. */
async function readSize(bytes: Uint8Array): Promise<Result<undefined, PhotoFailure>> {
  try {
    const { format, width, height, pages } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (!ALLOWED.has(format) || (pages ?? 1) > 1) return failed({ kind: "not-a-photo" });
    if (width * height > MOST_PIXELS) return failed({ kind: "too-many-pixels" });
    return Math.min(width, height) < SMALLEST_SIDE ? failed({ kind: "too-small" }) : succeeded(undefined);
  } catch {
    return failed({ kind: "not-a-photo" });
  }
}

/** Never larger than the original; at least one. */
function widthsFor(original: number): number[] {
  const smaller = RENDITION_WIDTHS.filter((width) => width < original);
  return smaller.length === RENDITION_WIDTHS.length ? smaller : [...smaller, original];
}

async function drawAt(upright: Sharp, width: number): Promise<Rendition> {
  const drawn = await upright
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: QUALITY, effort: EFFORT })
    .toBuffer({ resolveWithObject: true });
  return renditionOf(drawn.data, drawn.info);
}

function renditionOf(data: Buffer, info: OutputInfo): Rendition {
  return { name: `${info.width}.webp`, mime: "image/webp", width: info.width, height: info.height, data };
}

function hex({ r, g, b }: { r: number; g: number; b: number }): string {
  return `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
