import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** How an answer is packed; `false`: not at all. */
export type Encoding = "br" | "gzip" | false;

/** For what is packed once and sent many times: the smallest first. */
export const IN_LITTLE_SPACE: readonly ("br" | "gzip")[] = ["br", "gzip"];
/** For what is packed for one answer: brotli at its quickest takes twice as long, to save a twentieth. */
export const IN_LITTLE_TIME: readonly ("br" | "gzip")[] = ["gzip", "br"];

/**
 * A whole answer, packed at once. As a stream it goes through another thread and back for its body, for the flush behind it
 * and for its end, which takes longer than the packing. `quality`: from 1 to 9, 3 for what is packed for one answer only:
 * gzip's 4 takes twice as long for a twenty-fifth less, its usual 6 four times for a tenth.
 */
export function packed(whole: Buffer<ArrayBuffer>, encoding: Encoding, quality = 3): Buffer<ArrayBuffer> {
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

/** For writing texts out before they are packed: new memory for each would cost more than the writing. */
let scratch = Buffer.alloc(0);
const MOST_BYTES_A_LETTER = 3;

/** A text as it is sent, packed like a whole answer. */
export function packedText(text: string, encoding: Encoding): Buffer<ArrayBuffer> {
  const most = text.length * MOST_BYTES_A_LETTER;
  if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most);
  const bytes = scratch.subarray(0, scratch.write(text));
  return encoding === false ? Buffer.from(bytes) : packed(bytes, encoding);
}
