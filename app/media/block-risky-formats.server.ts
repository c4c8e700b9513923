import sharp from "sharp";

/**
 * Leaves libvips only its JPEG, PNG and WebP readers, from memory: no SVG, PDF, GIF, TIFF or file paths, whatever bytes
 * somebody uploads. For the whole process, so it is called by the web server; drawing SVG is another process' work.
 */
export function blockRiskyFormats(): void {
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
  });
}
