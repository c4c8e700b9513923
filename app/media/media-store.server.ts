import type { Db } from "~/platform/db.server";
import type { MediaKind, MediaOwner } from "./media-kind";

/** Where a rendition is kept. */
export function mediaKey(mediaId: string, name: string): string {
  return `${mediaId.slice(-2)}/${mediaId}/${name}`;
}

export type ServedRendition = {
  readonly public: boolean;
  readonly kind: MediaKind;
  readonly ownerKind: MediaOwner["kind"];
  readonly ownerId: string;
  readonly mime: string;
  /** where its bytes are kept */
  readonly key: string;
};

/**
 * The rendition asked for by width and format ("750.webp"), or else the widest narrower one, because small originals are
 * never enlarged. With it whatever decides whether it may be served.
 */
export async function findRendition(db: Db, mediaId: string, name: string): Promise<ServedRendition | undefined> {
  const [width = "", format = ""] = name.split(".");
  const [row] = await db.$queryRaw<(Omit<ServedRendition, "key"> & { name: string })[]>`
    SELECT m.public, m.kind, m.owner_kind AS "ownerKind", m.owner_id AS "ownerId", r.mime, r.name
    FROM media m JOIN media_rendition r ON r.media_id = m.id
    WHERE m.id = ${mediaId}::uuid AND r.name LIKE ${`%.${format}`} AND r.width <= ${Number(width)}
    ORDER BY r.width DESC LIMIT 1`;
  if (!row) return undefined;
  const { name: stored, ...rendition } = row;
  return { ...rendition, key: mediaKey(mediaId, stored) };
}

export type Picture = {
  readonly mediaId: string;
  readonly width: number;
  readonly height: number;
  readonly dominantColor: string;
  readonly alt: string;
  readonly altEn: string;
  readonly credit: string | null;
  /** ascending */
  readonly widths: readonly number[];
};

/** The pictures to draw on a page, in the order asked for; those that do not exist are left out. */
export async function findPictures(db: Db, mediaIds: readonly string[]): Promise<Picture[]> {
  if (mediaIds.length === 0) return [];
  const rows = await db.$queryRaw<Picture[]>`
    SELECT m.id AS "mediaId", m.width, m.height, m.dominant_color AS "dominantColor", m.alt, m.alt_en AS "altEn", m.credit,
      array_agg(r.width ORDER BY r.width) AS widths
    FROM media m JOIN media_rendition r ON r.media_id = m.id
    WHERE m.id = ANY (${[...mediaIds]}::uuid[]) GROUP BY m.id`;
  const byId = new Map(rows.map((row) => [row.mediaId, row]));
  return mediaIds.flatMap((id) => byId.get(id) ?? []);
}
