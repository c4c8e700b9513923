import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** How an answer may be packed, best first; `false`: not at all. */
export const ENCODINGS = ["br", "gzip"] as const;
export type Encoding = (typeof ENCODINGS)[number] | false;

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
