import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { putObject } from "~/platform/storage.server";
import { deletePhotoFiles, takeBackPhotos } from "./drop-photos.server";
import { isPublicKind, type MediaKind, type MediaOwner } from "./media-kind";
import { mediaKey } from "./media-store.server";
import type { PhotoFailure } from "./photo-failure";
import { renderPhoto } from "./render-photo.server";

export type SavedPhoto = { readonly mediaId: string; readonly width: number; readonly height: number };

export type PhotoToSave = {
  readonly bytes: Uint8Array;
  readonly kind: MediaKind;
  readonly owner: MediaOwner;
  readonly alt: string;
  readonly altEn?: string;
  readonly credit?: string;
  /** slips and claims never are; other kinds are unless this says no */
  readonly public?: boolean;
  readonly actor?: Actor;
  readonly now: Date;
};

/**
 * Stores an uploaded photo: decoded, drawn anew at the widths a page needs, without its metadata. Files first, then the
 * row: when the storage is full nothing is left behind, and there is never a row without its picture.
 * Who may upload for the owner is the caller's question.
 */
export async function savePhoto(request: PhotoToSave): Promise<Result<SavedPhoto, PhotoFailure>> {
  const { kind, owner, now } = request;
  const photo = await renderPhoto(request.bytes);
  if (!photo.ok) return photo;

  const mediaId = newId(now);
  const { renditions, width, height, sha256, dominantColor } = photo.value;
  const keys = renditions.map(({ name }) => mediaKey(mediaId, name));
  try {
    for (const { name, data } of renditions) await putObject(mediaKey(mediaId, name), data);
  } catch (error) {
    log.error({ err: error, mediaId }, "a photo could not be stored");
    await deletePhotoFiles(keys);
    return failed({ kind: "no-room" });
  }
  try {
    await withTransaction("save photo", async (tx) => {
      await tx.media.create({
        data: {
          id: mediaId,
          kind,
          ownerKind: owner.kind,
          ownerId: owner.id,
          public: isPublicKind(kind) && (request.public ?? true),
          sha256,
          width,
          height,
          dominantColor,
          alt: request.alt.trim(),
          altEn: request.altEn?.trim() ?? "",
          credit: request.credit?.trim() || null,
          uploadedById: request.actor && request.actor.userId !== SYSTEM_USER_ID ? request.actor.userId : null,
          createdAt: now,
        },
        select: { id: true },
      });
      await tx.mediaRendition.createMany({
        data: renditions.map(({ data, ...rendition }) => ({ mediaId, ...rendition, bytes: data.byteLength })),
      });
    });
  } catch (error) {
    await deletePhotoFiles(keys);
    throw error;
  }
  return succeeded({ mediaId, width, height });
}

/** All of them or none: those that were stored before one that is refused go again. Answers their ids in the same order. */
export async function savePhotos(photos: readonly PhotoToSave[]): Promise<Result<string[], PhotoFailure>> {
  const mediaIds: string[] = [];
  for (const photo of photos) {
    const saved = await savePhoto(photo);
    if (!saved.ok) {
      await takeBackPhotos(mediaIds);
      return saved;
    }
    mediaIds.push(saved.value.mediaId);
  }
  return succeeded(mediaIds);
}
