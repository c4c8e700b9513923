import { isCreditCode, normalCreditCode } from "~/cooperatives/cooperative";
import { failed, succeeded, type Result } from "~/kernel/result";
import { isPersonName, isPlaceOrFirm, isPlainText, mobileNumber } from "~/kernel/written";
import { isScNumber, normalScNumber } from "./sc-number";

/** Applying to sell: what is asked for, what is refused, and how an application moves. */

export const APPLICANT_KINDS = ["COOPERATIVE", "ENTERPRISE", "FAMILY_FARM", "VILLAGE_COLLECTIVE", "HOUSEHOLD"] as const;
export type ApplicantKind = (typeof APPLICANT_KINDS)[number];

export const APPLICANT_KIND_WORDS: Record<ApplicantKind, string> = {
  COOPERATIVE: "农民专业合作社",
  ENTERPRISE: "龙头企业",
  FAMILY_FARM: "家庭农场",
  VILLAGE_COLLECTIVE: "村集体经济组织",
  HOUSEHOLD: "农户（个人销售自产农产品）",
};

export type ApplicationState = "SUBMITTED" | "CHANGES_ASKED" | "RECOMMENDED" | "OBJECTED" | "APPROVED" | "REFUSED";

export const APPLICATION_STATE_WORDS: Record<ApplicationState, string> = {
  SUBMITTED: "待县级审核",
  CHANGES_ASKED: "待申请人补正",
  RECOMMENDED: "县级已推荐，待平台批准",
  OBJECTED: "县级不推荐",
  APPROVED: "已批准",
  REFUSED: "未通过",
};

/** Whatever is not here is refused. Buttons are drawn from it, too. */
export const APPLICATION_MOVES: Record<ApplicationState, readonly ApplicationState[]> = {
  SUBMITTED: ["RECOMMENDED", "OBJECTED", "CHANGES_ASKED"],
  CHANGES_ASKED: ["SUBMITTED"],
  RECOMMENDED: ["APPROVED", "REFUSED", "CHANGES_ASKED"],
  OBJECTED: ["REFUSED", "CHANGES_ASKED"],
  APPROVED: [],
  REFUSED: [],
};

export const COUNTY_MOVES = ["RECOMMENDED", "OBJECTED", "CHANGES_ASKED"] as const;
export const OPERATOR_MOVES = ["APPROVED", "REFUSED", "CHANGES_ASKED"] as const;
export type CountyMove = (typeof COUNTY_MOVES)[number];
export type OperatorMove = (typeof OPERATOR_MOVES)[number];

/** How an organisation is tied to households (联农带农): what can be agreed before anything is sold. */
export const LINKAGES = {
  ORDER_PURCHASE: "订单收购",
  ADVANCE_PURCHASE: "保底价收购",
  CONSIGNED_SALE: "代销",
  ENTRUSTED_REARING: "代养代种",
  SHARE_DIVIDEND: "入股分红",
  GUARANTEED_DIVIDEND: "保底分红",
  PATRONAGE_REFUND: "盈余返还",
  LAND_RENT: "土地流转",
  WAGE: "务工",
  COLLECTIVE_SHARE: "村集体收益",
} as const;
export type Linkage = keyof typeof LINKAGES;
export const MOST_LINKAGES = 8;

export type LinkageAgreed = {
  readonly householdNumber: string;
  readonly flow: Linkage;
  /** Shanghai days */
  readonly startsOn: string;
  readonly endsOn: string | null;
};

export const PAPER_KINDS = ["LICENCE", "SC", "OTHER"] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];
export const PAPER_WORDS: Record<PaperKind, string> = { LICENCE: "执照", SC: "食品生产许可证", OTHER: "其他证明" };

export type SellerApplication = {
  readonly kind: ApplicantKind;
  readonly name: string;
  readonly nameEn: string;
  /** the village, 12 digits */
  readonly areaCode: string;
  readonly licenceNumber: string;
  /** declares: an individual selling own produce */
  readonly selfProduce: boolean;
  readonly householdNumber: string;
  readonly scNumber: string;
  readonly scExpiresOn: string | null;
  readonly contactName: string;
  readonly phone: string;
  readonly email: string;
  readonly declaredHouseholds: number;
  readonly story: string;
  readonly linkages: readonly LinkageAgreed[];
};

export type ApplicationProblem =
  | "no-name"
  | "no-such-area"
  | "bad-licence"
  | "not-declared"
  | "no-household-number"
  | "bad-sc"
  | "sc-without-end"
  | "sc-expired"
  | "no-contact"
  | "bad-writing"
  | "unseen-characters"
  | "bad-phone"
  | "bad-email"
  | "bad-linkage";

export type ApplicationFailure = { readonly field: keyof SellerApplication; readonly problem: ApplicationProblem };

/** The application as it is stored, or every field that is wrong. A household declares itself, an organisation has a licence. */
export function checkApplication(
  typed: SellerApplication,
  today: string,
): Result<SellerApplication, readonly ApplicationFailure[]> {
  const household = typed.kind === "HOUSEHOLD";
  const phone = mobileNumber(typed.phone);
  const scNumber = normalScNumber(typed.scNumber);
  const wrong = (field: keyof SellerApplication, problem: ApplicationProblem, when: boolean) =>
    when ? [{ field, problem }] : [];
  const failures = [
    ...wrong("name", "no-name", typed.name.trim() === ""),
    ...wrong("name", "bad-writing", typed.name.trim() !== "" && !isPlaceOrFirm(typed.name.trim())),
    ...wrong("nameEn", "bad-writing", typed.nameEn.trim() !== "" && !isPlaceOrFirm(typed.nameEn.trim())),
    ...wrong("areaCode", "no-such-area", !/^\d{12}$/.test(typed.areaCode)),
    ...wrong("licenceNumber", "bad-licence", !household && !isCreditCode(typed.licenceNumber)),
    ...wrong("selfProduce", "not-declared", household && !typed.selfProduce),
    ...wrong("householdNumber", "no-household-number", household && typed.householdNumber.trim() === ""),
    ...wrong("scNumber", "bad-sc", scNumber !== "" && !isScNumber(scNumber)),
    ...wrong("scExpiresOn", "sc-without-end", scNumber !== "" && typed.scExpiresOn === null),
    ...wrong("scExpiresOn", "sc-expired", typed.scExpiresOn !== null && typed.scExpiresOn < today),
    ...wrong("contactName", "no-contact", typed.contactName.trim() === ""),
    ...wrong("contactName", "bad-writing", typed.contactName.trim() !== "" && !isPersonName(typed.contactName.trim())),
    ...wrong("phone", "bad-phone", phone === undefined),
    ...wrong("email", "bad-email", typed.email !== "" && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}$/.test(typed.email)),
    ...wrong("story", "unseen-characters", !isPlainText(typed.story)),
    ...wrong(
      "linkages",
      "bad-linkage",
      typed.linkages.length > MOST_LINKAGES ||
        typed.linkages.some(({ startsOn, endsOn }) => endsOn !== null && endsOn < startsOn),
    ),
  ];
  if (failures.length > 0 || phone === undefined) return failed(failures);
  return succeeded({
    ...typed,
    name: typed.name.trim(),
    licenceNumber: household ? "" : normalCreditCode(typed.licenceNumber),
    householdNumber: household ? typed.householdNumber.normalize("NFKC").trim() : "",
    selfProduce: household,
    scNumber,
    contactName: typed.contactName.trim(),
    phone,
  });
}

export type ReviewFailure =
  | { readonly kind: "no-such-application" }
  | { readonly kind: "not-from-here"; readonly state: ApplicationState }
  | { readonly kind: "no-reason" }
  | { readonly kind: "same-person" }
  | { readonly kind: "already-known" }
  | { readonly kind: "no-such-household"; readonly number: string };

export function explainReviewFailure(failure: ReviewFailure): string {
  switch (failure.kind) {
    case "no-such-application":
      return "找不到这份申请。";
    case "not-from-here":
      return `这份申请现在是“${APPLICATION_STATE_WORDS[failure.state]}”，不能这样处理。请刷新后再看。`;
    case "no-reason":
      return "请写明理由；申请人会看到这段话。";
    case "same-person":
      return "县级审核和平台批准须由两个人分别办理，请另一位同事批准。";
    case "already-known":
      return "这个统一社会信用代码已经入驻，请先核对是否重复申请。";
    case "no-such-household":
      return `县内没有编号为“${failure.number}”的农户，请退回申请人核对明白卡上的编号。`;
  }
}
