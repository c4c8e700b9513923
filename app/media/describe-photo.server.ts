import type { Db } from "~/platform/db.server";
import type { MediaOwner } from "./media-kind";

/** What a photo says to who cannot see it; only its owner's own listing photos. Empty words leave it as it was. */
export async function describePhoto(
  db: Db,
  photo: { readonly mediaId: string; readonly owner: MediaOwner; readonly alt: string; readonly altEn: string },
): Promise<void> {
  const alt = photo.alt.trim();
  if (alt === "") return;
  await db.media.updateMany({
    where: { id: photo.mediaId, ownerKind: photo.owner.kind, ownerId: photo.owner.id, kind: "LISTING_PHOTO" },
    data: { alt, altEn: photo.altEn.trim() },
  });
}
