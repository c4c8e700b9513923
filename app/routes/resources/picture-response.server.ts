import { notFound } from "~/access/not-found";
import type { ServedRendition } from "~/media/media-store.server";
import { getObject } from "~/platform/storage.server";

/** The bytes of a picture. Whatever they are, no browser takes them for anything but the picture named. */
export async function pictureResponse(rendition: ServedRendition): Promise<Response> {
  const bytes = await getObject(rendition.key);
  if (!bytes) throw notFound();
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": rendition.mime,
      "Content-Length": String(bytes.byteLength),
      "X-Content-Type-Options": "nosniff",
      "Content-Disposition": "inline",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": rendition.public ? "public, max-age=31536000, immutable" : "private, no-store",
    },
  });
}
