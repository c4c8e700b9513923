import { explainPhotoFailure, type PhotoFailure } from "~/media/photo-failure";
import { CERTIFICATE_PROBLEM_WORDS, type CertificateProblem } from "~/supply/certificate";

export type CertificateFailure =
  | { readonly kind: "no-such-seller" }
  | { readonly kind: "no-such-product" }
  | { readonly kind: "no-such-certificate" }
  | { readonly kind: "known-already" }
  | { readonly kind: "waits-already" }
  | { readonly kind: "wrong"; readonly problem: CertificateProblem }
  | { readonly kind: "photo"; readonly failure: PhotoFailure }
  | { readonly kind: "decided-already" }
  | { readonly kind: "same-person" }
  | { readonly kind: "no-reason" };

export function explainCertificateFailure(failure: CertificateFailure): string {
  switch (failure.kind) {
    case "no-such-seller":
      return "请选择卖家。";
    case "no-such-product":
      return "请选择产品。";
    case "no-such-certificate":
      return "找不到这张证书。";
    case "known-already":
      return "这个编号已经登记过，还在有效期内。";
    case "waits-already":
      return "这个编号已经交上去了，正等平台核对。";
    case "wrong":
      return CERTIFICATE_PROBLEM_WORDS[failure.problem];
    case "photo":
      return explainPhotoFailure(failure.failure);
    case "decided-already":
      return "这张证书已经有人办理过了，请刷新页面。";
    case "same-person":
      return "自己交的证书要由另一个人核对。";
    case "no-reason":
      return "请写明哪里不对，卖家照着改了再交。";
  }
}
