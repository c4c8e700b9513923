import { failed, type Result } from "~/kernel/result";
import { takeBackPhotos } from "./drop-photos.server";
import type { PhotoFailure } from "./photo-failure";
import { savePhoto, type PhotoToSave } from "./save-photo.server";

export type PhotoRefused = { readonly kind: "photo"; readonly why: PhotoFailure };

/** Stores the photo, if there is one, for what `work` writes; where that is refused, the photo goes again. */
export async function withPhoto<Value, Failure>(
  photo: PhotoToSave | undefined,
  work: (mediaId: string | undefined) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | PhotoRefused>> {
  if (!photo) return work(undefined);
  const saved = await savePhoto(photo);
  if (!saved.ok) return failed({ kind: "photo", why: saved.failure });
  const { mediaId } = saved.value;
  try {
    const done = await work(mediaId);
    if (!done.ok) await takeBackPhotos([mediaId]);
    return done;
  } catch (error) {
    await takeBackPhotos([mediaId]);
    throw error;
  }
}
