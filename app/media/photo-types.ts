/** What a photo may come as; the decoder takes nothing else. */
export const PHOTO_FORMATS = ["jpeg", "png", "webp"] as const;

/** The same for the browser's file chooser. */
export const PHOTO_TYPES = PHOTO_FORMATS.map((format) => `image/${format}`).join(",");
