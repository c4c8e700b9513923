export const MEDIA_KINDS = [
  "LISTING_PHOTO",
  "SLIP",
  "CERTIFICATE",
  "CLAIM",
  "ILLUSTRATION",
  "LOSS",
  "REVIEW",
  "ACCEPTANCE",
  "VOICE",
] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** Who a picture belongs to, and who may see it while it is not public. */
export type MediaOwner = {
  readonly kind: "COOPERATIVE" | "HOUSEHOLD" | "ORDER" | "PLATFORM" | "APPLICATION";
  readonly id: string;
};

/**
 * Slips name households, claims show homes, spoilt goods and signed papers are nobody else's business: never public. A
 * household's own pictures are shown with its words, for as long as it agrees, and are not public either.
 */
const PRIVATE_KINDS: ReadonlySet<MediaKind> = new Set(["SLIP", "CLAIM", "LOSS", "ACCEPTANCE", "VOICE"]);

export function isPublicKind(kind: MediaKind): boolean {
  return !PRIVATE_KINDS.has(kind);
}

/** Widths of the stored renditions: phone, phone at double density or card, desktop. */
export const RENDITION_WIDTHS = [375, 750, 1125] as const;

/** The file name of a rendition, "750.webp"; undefined when the text names none. */
export function parseRenditionName(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{2,5}\.(webp|avif)$/.test(text) ? text : undefined;
}
