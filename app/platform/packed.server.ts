import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** How an answer is packed; `false`: not at all. */
export type Encoding = "br" | "gzip" | false;

/** For what is packed once and sent many times: the smallest first. */
export const IN_LITTLE_SPACE: readonly ("br" | "gzip")[] = ["br", "gzip"];
/** For what is packed for one answer: brotli at its quickest takes twice as long, to save a twentieth. */
export const IN_LITTLE_TIME: readonly ("br" | "gzip")[] = ["gzip", "br"];

/**
 * A whole answer, packed at once. As a stream it goes through another thread and back for its body, for the flush behind it
 * and for its end, which takes longer than the packing. `quality`: from 1 to 9, 4 for what is packed for one answer only:
 * gzip's usual 6 takes four times as long for a tenth less.
 */
export function packed(whole: Buffer<ArrayBuffer>, encoding: Encoding, quality = 4): Buffer<ArrayBuffer> {
  switch (encoding) {
    case "br":
      return brotliCompressSync(whole, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_SIZE_HINT]: whole.length,
          [constants.BROTLI_PARAM_LGWIN]: 18,
        },
      });
    case "gzip":
      return gzipSync(whole, { level: quality });
    case false:
      return whole;
  }
}
