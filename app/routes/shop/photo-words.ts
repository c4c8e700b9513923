import type { PhotoFailure } from "~/media/photo-failure";
import type { Locale } from "~/ui/locale";

/** Why a photo was not taken, for whoever sends it with an order's papers. */
export const PHOTO_WORDS: Record<Locale, Record<PhotoFailure["kind"], string>> = {
  zh: {
    empty: "请选择一张照片。",
    "too-large": "照片不能超过 10 MB，请用较小的尺寸再拍一张。",
    "not-a-photo": "这不是能读取的照片，请上传 JPEG、PNG 或 WebP 格式。",
    "too-many-pixels": "照片像素太多（超过 4000 万），请缩小后再传。",
    "too-small": "照片太小，边长至少 100 像素。",
    "no-room": "照片暂时存不下，请稍后再传。",
  },
  en: {
    empty: "Please choose a photo.",
    "too-large": "A photo may have 10 MB at most. Please take a smaller one.",
    "not-a-photo": "This is no photo we can read. Please send JPEG, PNG or WebP.",
    "too-many-pixels": "This photo has too many pixels (over 40 million). Please make it smaller.",
    "too-small": "This photo is too small: at least 100 pixels a side.",
    "no-room": "The photo cannot be stored right now. Please try again later.",
  },
};
