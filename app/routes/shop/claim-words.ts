import { englishDate } from "~/kernel/english-date";
import type { ClaimKind, ClaimState } from "~/orders/claim-state";
import type { OpenClaimFailure } from "~/orders/claim-failure";
import type { Locale } from "~/ui/locale";
import type { StatusTone } from "~/ui/status-word";
import { PHOTO_WORDS } from "./photo-words";

/** The words of claims: only the pages of claims carry them. */
const zh = {
  title: { SPOILAGE: "坏损赔付", RETURN: "退货" } as Record<ClaimKind, string>,
  ask: { SPOILAGE: "申请赔付", RETURN: "申请退货" } as Record<ClaimKind, string>,
  intro: {
    SPOILAGE:
      "鲜活易腐的货不适用七天无理由退货；签收后 48 小时内发现变质、破损、缺斤少两，拍照申请，按坏的数量退钱，不用寄回。",
    RETURN:
      "签收后七天内可以退货，不需要理由。卖家同意后，按给您的地址寄回；收到完好的货，钱原路退回。运费由您承担，货有问题的由卖家承担。",
  } as Record<ClaimKind, string>,
  back: "回到订单",
  goods: "哪一种货",
  quantity: "有问题的份数",
  return: "退几份",
  most: (packs: number, until: string) => `最多 ${packs} 份，${until} 之前可以申请`,
  before: (until: string) => `${until} 之前可以申请`,
  words: { SPOILAGE: "怎么回事", RETURN: "为什么退" } as Record<ClaimKind, string>,
  wordsHint: {
    SPOILAGE: "例如：一箱里有六个烂了，其余完好。",
    RETURN: "七天内退货不需要理由。货有问题的请写明，例如：两瓶碎了。",
  } as Record<ClaimKind, string>,
  noNumbers: "请不要写身份证号或银行卡号。",
  photos: "照片",
  photosHint: {
    SPOILAGE: "至少一张，最多三张：拍到坏的部分和箱上的标签。只有卖家和平台能看到。",
    RETURN: "可以不传；货有问题时请拍照，最多三张。只有卖家和平台能看到。",
  } as Record<ClaimKind, string>,
  error: "错误：",
  send: "提交",
  pack: (packs: number) => `${packs} 份`,
  errors: {
    line: "请选择一种货。",
    quantity: "请填有问题的份数，例如 1。",
    words: "请用一两句话写明怎么回事，最多 500 字。",
    personal: "这里不要写身份证号或银行卡号，请删去。",
    photos: "最多三张照片。",
    expired: "表单已失效，请重新打开页面。",
  },
  refused: (failure: OpenClaimFailure) => {
    if (failure.kind === "not-found") return "没有找到这种货。";
    if (failure.kind === "not-arrived") return "还没有签收。收到货、确认收货之后，才能申请。";
    if (failure.kind === "too-late") return "售后期已过，不能再申请。货有质量问题的，请联系卖家。";
    if (failure.kind === "nothing-left") return "这种货已经全部申请过，或已经全部退款。";
    if (failure.kind === "too-many") return `最多还能申请 ${failure.most} 份。`;
    if (failure.kind === "photo-missing") return "请拍一张照片：没有照片，卖家看不出坏了多少。";
    return PHOTO_WORDS.zh[failure.failure.kind];
  },
  states: {
    OPEN: "等卖家答复",
    RETURN_AGREED: "同意退货，等您寄回",
    RETURN_SENT: "已寄回，等卖家收货",
    REFUSED: "卖家没有同意",
    ESCALATED: "平台处理中",
    ACCEPTED: "已通过，退款",
    REJECTED: "平台处理：不退款",
    WITHDRAWN: "已撤回",
    LAPSED: "没有寄回，已关闭",
  } as Record<ClaimState, string>,
  next: {
    OPEN: (until: string) => `卖家会在 ${until} 前答复；过时没有答复，您可以请平台处理。`,
    RETURN_AGREED: (until: string) => `请在 ${until} 前寄回，并填写快递单号。`,
    RETURN_SENT: (until: string) => `卖家收到货后退款；${until} 前没有结果，您可以请平台处理。`,
    REFUSED: (until: string) => `不同意的话，${until} 前可以请平台处理。`,
    ESCALATED: () => "平台会看双方的话和照片，作出处理。",
    ACCEPTED: () => "钱原路退回，到账时间看银行，一般 1～7 天。",
    REJECTED: () => "理由写在下面。",
    WITHDRAWN: () => "这个售后不再处理。",
    LAPSED: () => "七天内没有寄回，这个售后已关闭。",
  } as Record<ClaimState, (until: string) => string>,
  refusedOver: "请平台处理的时间已过，这个售后不再处理。",
  number: (number: string) => `售后 ${number}`,
  said: "您说",
  sellerSaid: "卖家答复",
  decision: "平台的处理",
  amount: "退款金额",
  sendTo: "寄回地址",
  sentWith: "寄回单号",
  carrier: "快递公司",
  tracking: "快递单号",
  photoAlt: (position: number) => `售后照片 ${position}`,
  actions: { withdraw: "撤回", escalate: "请平台处理", "send-back": "已寄回" },
  wrongTracking: "快递单号和快递公司对不上，请核对后再填。",
  notNow: "这个售后刚刚有了变化，请看看现在的状态。",
  progress: "进展",
  opened: "售后",
};

export type ClaimWords = typeof zh;

const en: ClaimWords = {
  title: { SPOILAGE: "Bad goods", RETURN: "Return" },
  ask: { SPOILAGE: "Report bad goods", RETURN: "Return goods" },
  intro: {
    SPOILAGE:
      "Fresh goods have no seven-day return. Within 48 hours after arrival send us a photo of what is rotten, broken or missing; you get back the money for it and need not send anything.",
    RETURN:
      "You can return these goods within seven days after arrival, without a reason. Once the seller agrees you send them to the address given; when they are back in good order you get your money. You pay the way back, unless the goods were faulty.",
  },
  back: "Back to the order",
  goods: "Which goods",
  quantity: "How many packs are affected",
  return: "How many packs you return",
  most: (packs, until) => `${packs} at most, until ${englishDate(until)} (Beijing time)`,
  before: (until) => `until ${englishDate(until)} (Beijing time)`,
  words: { SPOILAGE: "What is wrong", RETURN: "Why you return it" },
  wordsHint: {
    SPOILAGE: "For example: six in one box are rotten, the rest is fine.",
    RETURN: "Within seven days no reason is needed. If something is wrong, say so, for example: two jars are broken.",
  },
  noNumbers: "Please do not write identity or bank card numbers.",
  photos: "Photos",
  photosHint: {
    SPOILAGE: "One to three: show the bad part and the label of the box. Only the seller and Huhui see them.",
    RETURN: "Not needed; if something is wrong, up to three photos help. Only the seller and Huhui see them.",
  },
  error: "Error: ",
  send: "Send",
  pack: (packs) => (packs === 1 ? "1 pack" : `${packs} packs`),
  errors: {
    line: "Please choose which goods.",
    quantity: "Please say how many packs, for example 1.",
    words: "Please say in a sentence or two what is wrong, 500 characters at most.",
    personal: "Please leave out identity and bank card numbers.",
    photos: "Three photos at most.",
    expired: "This form is too old. Please open the page again.",
  },
  refused: (failure) => {
    if (failure.kind === "not-found") return "These goods were not found.";
    if (failure.kind === "not-arrived") return "This has not arrived yet. Confirm its arrival first.";
    if (failure.kind === "too-late")
      return "The claim period is over. If something is wrong with the goods, please contact the seller.";
    if (failure.kind === "nothing-left") return "All of this was claimed or refunded before.";
    if (failure.kind === "too-many") return `You can claim ${failure.most} more at most.`;
    if (failure.kind === "photo-missing") return "Please add a photo: without it the seller cannot see what is wrong.";
    return PHOTO_WORDS.en[failure.failure.kind];
  },
  states: {
    OPEN: "waiting for the seller",
    RETURN_AGREED: "return agreed, send it back",
    RETURN_SENT: "on its way back",
    REFUSED: "refused by the seller",
    ESCALATED: "with Huhui",
    ACCEPTED: "accepted, refund",
    REJECTED: "decided: no refund",
    WITHDRAWN: "withdrawn",
    LAPSED: "not sent back, closed",
  },
  next: {
    OPEN: (until) => `The seller answers until ${englishDate(until)}. If not, you can ask Huhui to decide.`,
    RETURN_AGREED: (until) => `Please send it back until ${englishDate(until)} and enter the tracking number.`,
    RETURN_SENT: (until) =>
      `You get your money when the seller has the goods. If nothing happens until ${englishDate(until)}, ask Huhui.`,
    REFUSED: (until) => `If you do not agree, you can ask Huhui to decide until ${englishDate(until)}.`,
    ESCALATED: () => "We look at what both sides say and at the photos, and decide.",
    ACCEPTED: () => "The money goes back the way it came; banks usually take one to seven days.",
    REJECTED: () => "The reason is below.",
    WITHDRAWN: () => "Nothing more happens with this claim.",
    LAPSED: () => "Nothing was sent back within seven days, so this claim is closed.",
  },
  refusedOver: "The time to ask Huhui to decide is over; nothing more happens with this claim.",
  number: (number) => `Claim ${number}`,
  said: "You said",
  sellerSaid: "The seller's answer",
  decision: "Huhui's decision",
  amount: "Refund",
  sendTo: "Send it to",
  sentWith: "Sent back with",
  carrier: "Carrier",
  tracking: "Tracking number",
  photoAlt: (position) => `Photo ${position} of the claim`,
  actions: { withdraw: "Withdraw", escalate: "Ask Huhui to decide", "send-back": "I have sent it back" },
  wrongTracking: "This number does not look like one of that carrier. Please check it.",
  notNow: "This claim has just changed. Please look at where it stands now.",
  progress: "Progress",
  opened: "Claims",
};

export function claimWords(locale: Locale): ClaimWords {
  return locale === "en" ? en : zh;
}

export const CLAIM_TONES = {
  OPEN: "waiting",
  RETURN_AGREED: "waiting",
  RETURN_SENT: "waiting",
  REFUSED: "problem",
  ESCALATED: "waiting",
  ACCEPTED: "done",
  REJECTED: "problem",
  WITHDRAWN: "neutral",
  LAPSED: "neutral",
} as const satisfies Record<ClaimState, StatusTone>;
