import { createHash } from "node:crypto";
import { keptBytes } from "./kept-bytes";

const MOST_BYTES = 32 * 1024 * 1024;

/** A page as it is sent. */
export type Drawing = { readonly status: number; readonly html: Uint8Array<ArrayBuffer>; readonly headers: Headers };
type Kept = { readonly html: Drawing["html"]; readonly headers: readonly (readonly [string, string])[] };

/**
 * Pages that are a function of their address and of what has just been read for them: where both are the same as before,
 * so is the drawing, and it is not made again. What was read is compared whole (its digest), so one fen more is another
 * page. Only what is drawn with 200 is kept; each answer has its own `headers`, and those of the drawing.
 */
export function keptDrawings(mostBytes = MOST_BYTES) {
  const kept = keptBytes<Kept>(mostBytes, ({ html }) => html.length);
  return (
    from: { readonly address: string; readonly read: unknown },
    headers: Headers,
    draw: () => Drawing,
  ): Drawing => {
    const digest = createHash("sha256").update(from.address).update("\0").update(JSON.stringify(from.read));
    const key = digest.digest("base64");
    const known = kept.get(key);
    if (known) {
      for (const [name, value] of known.headers) headers.set(name, value);
      return { status: 200, html: known.html, headers };
    }
    const drawn = draw();
    if (drawn.status === 200)
      kept.keep(key, { html: drawn.html, headers: DRAWN.flatMap((name) => headerOf(drawn, name)) });
    return drawn;
  };
}

const DRAWN = ["Content-Type", "Content-Security-Policy", "Content-Encoding", "Content-Length"] as const;

function headerOf({ headers }: Drawing, name: string): [string, string][] {
  const value = headers.get(name);
  return value === null ? [] : [[name, value]];
}
