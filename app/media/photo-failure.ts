export const LARGEST_PHOTO_BYTES = 10 * 1024 * 1024;
export const MOST_PIXELS = 40_000_000;
/** Narrower than this nothing can be recognised on a phone. */
export const SMALLEST_SIDE = 100;

export type PhotoFailure =
  | { readonly kind: "empty" }
  | { readonly kind: "too-large" }
  | { readonly kind: "not-a-photo" }
  | { readonly kind: "too-many-pixels" }
  | { readonly kind: "too-small" }
  | { readonly kind: "no-room" };

export function explainPhotoFailure(failure: PhotoFailure): string {
  switch (failure.kind) {
    case "empty":
      return "请选择一张照片。";
    case "too-large":
      return "照片不能超过 10 MB，请用较小的尺寸再拍一张。";
    case "not-a-photo":
      return "这不是能读取的照片，请上传 JPEG、PNG 或 WebP 格式。";
    case "too-many-pixels":
      return "照片像素太多（超过 4000 万），请缩小后再传。";
    case "too-small":
      return `照片太小，边长至少 ${SMALLEST_SIDE} 像素。`;
    case "no-room":
      return "照片暂时存不下，请稍后再传；其他内容不受影响。";
  }
}
