import { mediaKey } from "~/media/media-store.server";
import { db } from "~/platform/db.server";
import { getObject } from "~/platform/storage.server";

/** The demonstration has drawn pictures only: a buyer's is the listing's own. */
export async function pictureOf(listingId: string): Promise<Uint8Array[]> {
  const photo = await db().listingPhoto.findFirst({
    where: { listingId },
    orderBy: { position: "asc" },
    select: { mediaId: true },
  });
  const bytes = photo ? await getObject(mediaKey(photo.mediaId, "750.webp")) : undefined;
  return bytes ? [new Uint8Array(bytes)] : [];
}
