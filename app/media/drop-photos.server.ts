import { log } from "~/platform/log.server";
import { deleteObject } from "~/platform/storage.server";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { mediaKey } from "./media-store.server";

/**
 * Takes pictures that nothing names any more out of the books. Answers where their files lie: they go once the transaction
 * is committed, for there is never a row without its files.
 */
export async function dropPhotos(tx: Transaction, mediaIds: readonly string[]): Promise<string[]> {
  if (mediaIds.length === 0) return [];
  const of = { mediaId: { in: [...mediaIds] } };
  const renditions = await tx.mediaRendition.findMany({ where: of, select: { mediaId: true, name: true } });
  await tx.mediaRendition.deleteMany({ where: of });
  await tx.media.deleteMany({ where: { id: { in: [...mediaIds] } } });
  return renditions.map(({ mediaId, name }) => mediaKey(mediaId, name));
}

/** A file that cannot be deleted now stays where nobody is led to it, and is logged. */
export async function deletePhotoFiles(keys: readonly string[]): Promise<void> {
  const outcomes = await Promise.allSettled(keys.map(deleteObject));
  for (const outcome of outcomes)
    if (outcome.status === "rejected") log.warn({ err: outcome.reason }, "a leftover file stays");
}

/** Pictures that were stored for what then came to nothing go again, rows and files. */
export async function takeBackPhotos(mediaIds: readonly string[]): Promise<void> {
  if (mediaIds.length === 0) return;
  await deletePhotoFiles(await withTransaction("take back photos", (tx) => dropPhotos(tx, mediaIds)));
}
