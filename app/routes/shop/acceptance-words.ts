import { englishDate } from "~/kernel/english-date";
import { MOST_ACCEPTANCE_PAGES, type AcceptancePageKind, type RecordAcceptanceFailure } from "~/orders/acceptance";
import type { Locale } from "~/ui/locale";
import { PHOTO_WORDS } from "./photo-words";

/** The words of an institution's acceptance: only its own pages and its order's carry them. */
const zh = {
  title: "验收",
  stage: "待验货、验票",
  next: "已经发货。收到后请验收，并上传签字的验收单；验收就是确认收货。",
  ask: "验收并上传验收单",
  more: "查看和补充",
  print: "打印空白验收单",
  intro:
    "请先打印验收单，收货时核对数量和质量，签字盖章，再拍照上传。提交就是确认收货；已经提交的不能改，有变化再补一份，两份都保留。",
  private: "只有你们、这一单的卖家和平台能看到。",
  back: "回到订单",
  from: (seller: string) => `${seller}发来的`,
  which: "验收哪一家发来的货",
  by: "验收人",
  byHint: "签字的人的姓名",
  on: "验收日期",
  result: "验收结果",
  results: { FULL: "数量、质量与订单相符，全部通过", REMARKS: "有问题，另作说明" },
  remarks: "说明",
  remarksHint: "例如：少一箱；有两盒破损。要退钱的，请另外在订单页申请售后。",
  report: "签字的验收单",
  reportHint: `拍照，一次最多 ${MOST_ACCEPTANCE_PAGES.REPORT} 页，合计 12 MB；多的再补一份。PDF 请先打印签字再拍照。`,
  invoice: "发票",
  invoiceHint: `随货的发票可以一起拍照上传，最多 ${MOST_ACCEPTANCE_PAGES.INVOICE} 页。`,
  send: "提交验收",
  error: "错误：",
  accepted: "全部通过",
  withRemarks: "有问题",
  pages: (count: number) => `${count} 页`,
  pageName: { REPORT: "验收单", INVOICE: "发票" } as Record<AcceptancePageKind, string>,
  pageAlt: (kind: AcceptancePageKind, position: number) =>
    `${kind === "REPORT" ? "签字的验收单" : "发票"}，第 ${position} 张`,
  recorded: (time: string) => `${time} 提交`,
  yours: "已经提交的",
  notYet: "货还没有发出，发出后才能验收。",
  errors: {
    shipment: "请选择验收哪一家发来的货。",
    by: "请写验收人的姓名，最多 60 个字。",
    on: "请选择验收的日期，例如 2026-11-28。",
    result: "请选择验收结果。",
    remarks: "有问题的，请写明是什么问题，最多 500 字。",
    personal: "这里不要写身份证号或银行卡号，请删去。",
    report: `验收单一次最多 ${MOST_ACCEPTANCE_PAGES.REPORT} 页，多的请再补一份。`,
    invoice: `发票一次最多 ${MOST_ACCEPTANCE_PAGES.INVOICE} 页。`,
    expired: "表单已失效，请重新打开页面。",
  },
  again: "照片要重新选一次。",
  refused: (failure: RecordAcceptanceFailure) => {
    if (failure.kind === "not-found") return "没有找到这批货。";
    if (failure.kind === "not-sent") return "货还没有发出，发出后才能验收。";
    if (failure.kind === "day") return `验收日期应在 ${failure.from}（发货）到 ${failure.to}（今天）之间。`;
    if (failure.kind === "report-missing") return "请上传签字的验收单，至少一页。";
    if (failure.kind === "nothing-new") return "没有新的内容：请上传要补的验收单或发票，或者写明问题。";
    if (failure.kind === "too-many") return `这批货已经有 ${failure.most} 份验收记录，不能再加；请联系平台。`;
    if (failure.failure.kind === "not-a-photo") {
      return "有一个文件不是能读取的照片。请用 JPEG、PNG 或 WebP；PDF 请先打印签字，再拍照上传。";
    }
    return PHOTO_WORDS.zh[failure.failure.kind];
  },
  sheet: {
    title: "货物验收单",
    colon: "：",
    unit: "采购单位",
    seller: "供货单位",
    number: "订单号",
    paid: "付款日期",
    contact: "验收联系人",
    transferCode: "转账识别码",
    parcels: "物流单号",
    position: "序号",
    goods: "货物名称",
    variant: "规格",
    place: "产地",
    price: "单价（元）",
    amount: "金额（元）",
    ordered: "订购",
    arrived: "到货",
    accepted: "验收合格",
    note: "备注",
    freight: "运费",
    discount: "优惠",
    total: "合计",
    opinion: "验收意见",
    allGood: "数量、质量与订单相符，同意验收",
    problems: "有下列问题",
    signers: ["验收人（签字）", "验收人（签字）", "送货人（签字）"],
    stamp: "采购单位（盖章）",
    date: "　　　　年　　月　　日",
    how: "打印、验收、签字盖章后，拍照上传到订单页。",
    printHint: "用浏览器的“打印”，A4 纸；也可以在打印窗口里存成 PDF。",
  },
};

export type AcceptanceWords = typeof zh;

const en: AcceptanceWords = {
  title: "Acceptance",
  stage: "to be accepted",
  next: "Shipped. When it has arrived, accept the goods and upload the signed report; accepting confirms the arrival.",
  ask: "Accept and upload the report",
  more: "See and add",
  print: "Print a blank report",
  intro:
    "Print the report, check number and quality on arrival, sign and stamp it, then upload a photo. Sending it confirms the arrival. What was sent is not changed; if something is to be added, send another, and both are kept.",
  private: "Only you, the seller of these goods and Huhui see it.",
  back: "Back to the order",
  from: (seller) => `From ${seller}`,
  which: "Whose goods are accepted",
  by: "Accepted by",
  byHint: "The name of the person who signed",
  on: "Day of acceptance",
  result: "Result",
  results: { FULL: "Number and quality are as ordered, all accepted", REMARKS: "Something is wrong, as said below" },
  remarks: "What is wrong",
  remarksHint: "For example: one box is missing. To get money back, open a claim on the order's page as well.",
  report: "Signed acceptance report",
  reportHint: `Photos, ${MOST_ACCEPTANCE_PAGES.REPORT} pages and 12 MB at once; send more in another one. Print and sign a PDF, then take a photo.`,
  invoice: "Invoice",
  invoiceHint: `Photos of the invoice that came with the goods, ${MOST_ACCEPTANCE_PAGES.INVOICE} pages at most.`,
  send: "Send",
  error: "Error: ",
  accepted: "all accepted",
  withRemarks: "with remarks",
  pages: (count) => (count === 1 ? "1 page" : `${count} pages`),
  pageName: { REPORT: "report", INVOICE: "invoice" },
  pageAlt: (kind, position) => `${kind === "REPORT" ? "Signed acceptance report" : "Invoice"}, photo ${position}`,
  recorded: (time) => `sent ${englishDate(time)} (Beijing time)`,
  yours: "What was sent",
  notYet: "The goods have not left yet. They can be accepted once they have.",
  errors: {
    shipment: "Please choose whose goods are accepted.",
    by: "Please give the name of the person who signed, 60 characters at most.",
    on: "Please choose the day of acceptance, for example 28 Nov 2026.",
    result: "Please choose the result.",
    remarks: "Please say what is wrong, 500 characters at most.",
    personal: "Please leave out identity and bank card numbers.",
    report: `${MOST_ACCEPTANCE_PAGES.REPORT} pages of the report at most; send more in another one.`,
    invoice: `${MOST_ACCEPTANCE_PAGES.INVOICE} pages of the invoice at most.`,
    expired: "This form is too old. Please open the page again.",
  },
  again: "The photos have to be chosen again.",
  refused: (failure) => {
    if (failure.kind === "not-found") return "These goods were not found.";
    if (failure.kind === "not-sent") return "The goods have not left yet. They can be accepted once they have.";
    if (failure.kind === "day")
      return `The day must be between ${englishDate(failure.from)}, when the goods left, and ${englishDate(failure.to)}, today.`;
    if (failure.kind === "report-missing") return "Please upload the signed report, one page at least.";
    if (failure.kind === "nothing-new")
      return "There is nothing new: upload a report or invoice, or say what is wrong.";
    if (failure.kind === "too-many")
      return `There are ${failure.most} records for these goods already. Please contact Huhui.`;
    if (failure.failure.kind === "not-a-photo") {
      return "One file is no photo we can read. Send JPEG, PNG or WebP; print and sign a PDF, then take a photo of it.";
    }
    return PHOTO_WORDS.en[failure.failure.kind];
  },
  sheet: {
    title: "Acceptance report",
    colon: ": ",
    unit: "Buyer",
    seller: "Supplier",
    number: "Order",
    paid: "Paid on",
    contact: "Acceptance contact",
    transferCode: "Transfer code",
    parcels: "Tracking numbers",
    position: "No.",
    goods: "Goods",
    variant: "Pack",
    place: "Origin",
    price: "Price (¥)",
    amount: "Amount (¥)",
    ordered: "Ordered",
    arrived: "Arrived",
    accepted: "Accepted",
    note: "Notes",
    freight: "Freight",
    discount: "Discount",
    total: "Total",
    opinion: "Opinion",
    allGood: "Number and quality are as ordered; accepted",
    problems: "The following is wrong",
    signers: ["Accepted by (signature)", "Accepted by (signature)", "Delivered by (signature)"],
    stamp: "Buyer (stamp)",
    date: "Date:",
    how: "Print it, check the goods, sign and stamp it, then upload a photo on the order's page.",
    printHint: "Use your browser's print function, A4; it can save a PDF as well.",
  },
};

export function acceptanceWords(locale: Locale): AcceptanceWords {
  return locale === "en" ? en : zh;
}
