import { readdirSync, statSync, existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import sharp from "sharp";
import { newId } from "~/kernel/ids";
import { findPictures, mediaKey } from "~/media/media-store.server";
import { renderPhoto } from "~/media/render-photo.server";
import { savePhoto } from "~/media/save-photo.server";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { getObject } from "~/platform/storage.server";
import { photoBytes } from "#tests/builders/catalog";

const now = new Date("2026-11-20T02:00:00Z");
const owner = { kind: "COOPERATIVE", id: newId() } as const;

function storedFiles(): string[] {
  const root = env().MEDIA_DIR;
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(path.join(root, name)).isFile(),
  );
}

describe("what a photo becomes", () => {
  test("three widths without enlarging, its own size, and the colour shown until it is there", async () => {
    const bytes = await photoBytes({ width: 2_000, height: 1_500, color: "#c82020" });
    const photo = await renderPhoto(bytes);
    if (!photo.ok) throw new Error(photo.failure.kind);
    expect(photo.value).toMatchObject({ width: 2_000, height: 1_500 });
    expect(photo.value.dominantColor).toMatch(/^#[c-d][0-9a-f][12][0-9a-f][12][0-9a-f]$/);
    expect(photo.value.renditions.map(({ name, width, height }) => [name, width, height])).toEqual([
      ["375.webp", 375, 281],
      ["750.webp", 750, 563],
      ["1125.webp", 1_125, 844],
    ]);
    const small = await renderPhoto(await photoBytes({ width: 500, height: 400 }));
    expect(small.ok && small.value.renditions.map(({ name }) => name)).toEqual(["375.webp", "500.webp"]);
  });

  test("the place where it was taken is gone, and it stands upright", async () => {
    const taken = await sharp(await photoBytes({ width: 600, height: 400 }))
      .withMetadata({
        orientation: 6,
        exif: { IFD0: { Artist: "Cheng Youfu" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "30/1 0/1 0/1" } },
      })
      .jpeg()
      .toBuffer();
    expect((await sharp(taken).metadata()).exif?.includes("Cheng Youfu")).toBe(true);
    const photo = await renderPhoto(taken);
    if (!photo.ok) throw new Error(photo.failure.kind);
    expect([photo.value.width, photo.value.height]).toEqual([400, 600]);
    for (const rendition of photo.value.renditions) {
      const { exif, icc, xmp, iptc, orientation } = await sharp(rendition.data).metadata();
      expect([exif, icc, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined]);
      expect(rendition.data.includes("Cheng Youfu")).toBe(false);
    }
  });

  test("a script hidden behind the picture does not come along", async () => {
    const polyglot = Buffer.concat([await photoBytes(), Buffer.from("<script>alert(1)</script>")]);
    const photo = await renderPhoto(polyglot);
    expect(photo.ok).toBe(true);
    const bytes = photo.ok ? Buffer.concat(photo.value.renditions.map(({ data }) => data)) : Buffer.from("<script>");
    expect(bytes.includes("<script>")).toBe(false);
  });
});

describe("what is no photo", () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>');
  test.each([
    ["nothing", async () => Buffer.alloc(0), "empty"],
    ["more than 10 MB", async () => Buffer.alloc(10 * 1024 * 1024 + 1), "too-large"],
    ["text", async () => Buffer.from("not a photo at all"), "not-a-photo"],
    ["a drawing as SVG", async () => svg, "not-a-photo"],
    [
      "a GIF",
      async () =>
        sharp(await photoBytes())
          .gif()
          .toBuffer(),
      "not-a-photo",
    ],
    [
      "a TIFF",
      async () =>
        sharp(await photoBytes())
          .tiff()
          .toBuffer(),
      "not-a-photo",
    ],
    ["a truncated JPEG", async () => (await photoBytes()).subarray(0, 300), "not-a-photo"],
    ["a stamp", async () => photoBytes({ width: 90, height: 90 }), "too-small"],
  ])("%s is refused", async (_, bytes, kind) => {
    expect(await renderPhoto(await bytes())).toEqual({ ok: false, failure: { kind } });
  });

  test("a small file that unpacks to 49 megapixels is refused before it is unpacked", async () => {
    const bomb = await sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: "#000" } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.byteLength).toBeLessThan(500_000);
    expect(await renderPhoto(bomb)).toEqual({ ok: false, failure: { kind: "too-many-pixels" } });
  });

  test("the web server's process cannot even read SVG or GIF any more, and still reads photos", () => {
    const script = `
      import sharp from "sharp";
      import { blockRiskyFormats } from "./app/media/block-risky-formats.server.ts";
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>');
      const read = (bytes) => sharp(bytes).metadata().then((data) => data.format, () => "refused");
      const jpeg = await sharp(svg).jpeg().toBuffer();
      const gif = await sharp(svg).gif().toBuffer();
      const before = [await read(svg), await read(gif), await read(jpeg)];
      blockRiskyFormats();
      console.log(JSON.stringify([before, [await read(svg), await read(gif), await read(jpeg)]]));`;
    const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(run.stderr).toBe("");
    expect(JSON.parse(run.stdout)).toEqual([
      ["svg", "gif", "jpeg"],
      ["refused", "refused", "jpeg"],
    ]);
  });
});

describe("storing a photo", () => {
  const blocked = () => path.join(env().MEDIA_DIR);
  afterEach(() => rmSync(blocked(), { recursive: true, force: true }));

  test("files and row are both there, and a page finds its widths", async () => {
    const bytes = await photoBytes({ width: 800, height: 600 });
    const saved = await savePhoto({ bytes, kind: "LISTING_PHOTO", owner, alt: " 一筐梅子 ", altEn: "Plums", now });
    if (!saved.ok) throw new Error(saved.failure.kind);
    const { mediaId } = saved.value;
    expect(await findPictures(db(), [newId(), mediaId])).toMatchObject([
      { mediaId, width: 800, height: 600, alt: "一筐梅子", altEn: "Plums", widths: [375, 750, 800] },
    ]);
    const file = await getObject(mediaKey(mediaId, "750.webp"));
    expect((await sharp(file).metadata()).format).toBe("webp");
    expect(storedFiles()).toHaveLength(3);
  });

  test("slips and claims are never public, whatever is asked for", async () => {
    const bytes = await photoBytes();
    for (const [kind, expected] of [
      ["SLIP", false],
      ["CLAIM", false],
      ["CERTIFICATE", true],
    ] as const) {
      const saved = await savePhoto({ bytes, kind, owner, alt: "", public: true, now });
      const row = await db().media.findUniqueOrThrow({ where: { id: saved.ok ? saved.value.mediaId : newId() } });
      expect(row.public).toBe(expected);
    }
  });

  test("when the storage is full, there is a plain answer, no row and no leftover file", async () => {
    writeFileSync(blocked(), "a file where the folder should be");
    const before = await db().media.count();
    const saved = await savePhoto({ bytes: await photoBytes(), kind: "LISTING_PHOTO", owner, alt: "", now });
    expect(saved).toEqual({ ok: false, failure: { kind: "no-room" } });
    expect(await db().media.count()).toBe(before);
  });

  test("when the row cannot be written, its files go again", async () => {
    const attempt = savePhoto({
      bytes: await photoBytes(),
      kind: "LISTING_PHOTO",
      owner: { kind: "COOPERATIVE", id: "not-an-id" },
      alt: "",
      now,
    });
    await expect(attempt).rejects.toThrow();
    expect(storedFiles()).toEqual([]);
  });

  test("thirty photos at once all arrive", async () => {
    const bytes = await photoBytes({ width: 1_200, height: 900 });
    const saved = await Promise.all(
      Array.from({ length: 30 }, () => savePhoto({ bytes, kind: "LISTING_PHOTO", owner, alt: "", now })),
    );
    expect(saved.every((one) => one.ok)).toBe(true);
    expect(storedFiles()).toHaveLength(90);
  });
});
