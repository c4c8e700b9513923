export const MEDIA_KINDS = ["LISTING_PHOTO", "SLIP", "CERTIFICATE", "CLAIM", "ILLUSTRATION", "LOSS", "REVIEW"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** Who a picture belongs to, and who may see it while it is not public. */
export type MediaOwner = {
  readonly kind: "COOPERATIVE" | "HOUSEHOLD" | "ORDER" | "PLATFORM" | "APPLICATION";
  readonly id: string;
};

/** Slips name households, claims show homes, spoilt goods are nobody else's business: those are never public. */
export function isPublicKind(kind: MediaKind): boolean {
  return kind !== "SLIP" && kind !== "CLAIM" && kind !== "LOSS";
}

/** Widths of the stored renditions: phone, phone at double density or card, desktop. */
export const RENDITION_WIDTHS = [375, 750, 1125] as const;

/** The file name of a rendition, "750.webp"; undefined when the text names none. */
export function parseRenditionName(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{2,5}\.(webp|avif)$/.test(text) ? text : undefined;
}
