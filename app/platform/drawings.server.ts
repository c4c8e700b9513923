import { createHash } from "node:crypto";
import { keptBytes } from "./kept-bytes";

const MOST_BYTES = 32 * 1024 * 1024;

type Drawing = { readonly html: Uint8Array<ArrayBuffer>; readonly headers: readonly (readonly [string, string])[] };

/**
 * Pages that are a function of their address and of what has just been read for them: where both are the same as before,
 * so is the drawing, and it is not made again. What was read is compared whole (its digest), so one fen more is another
 * page. Only what is drawn with 200 is kept; each answer has its own `headers`, and those of the drawing.
 */
export function keptDrawings(mostBytes = MOST_BYTES) {
  const kept = keptBytes<Drawing>(mostBytes, ({ html }) => html.length);
  return async (
    from: { readonly address: string; readonly read: unknown },
    headers: Headers,
    draw: () => Promise<Response>,
  ): Promise<Response> => {
    const digest = createHash("sha256").update(from.address).update("\0").update(JSON.stringify(from.read));
    const key = digest.digest("base64");
    const known = kept.get(key);
    if (known) {
      for (const [name, value] of known.headers) headers.set(name, value);
      return new Response(known.html, { headers });
    }
    const drawn = await draw();
    const html = new Uint8Array(await drawn.arrayBuffer());
    if (drawn.status === 200) kept.keep(key, { html, headers: DRAWN.flatMap((name) => headerOf(drawn, name)) });
    return new Response(html, { status: drawn.status, headers: drawn.headers });
  };
}

const DRAWN = ["Content-Type", "Content-Security-Policy", "Content-Encoding", "Content-Length"] as const;

function headerOf(response: Response, name: string): [string, string][] {
  const value = response.headers.get(name);
  return value === null ? [] : [[name, value]];
}
