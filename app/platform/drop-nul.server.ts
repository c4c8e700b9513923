import { Transform } from "node:stream";

/**
 * React 18 sends its buffer of 2,048 bytes whole, also where the last letter did not fit and the rest of the buffer is zero
 * (facebook/react#24985, mended in React 19): every few pages a Chinese letter had a NUL before it. HTML has none, and no
 * form takes one, so every NUL is React's.
 */
export function dropNul(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });
}
