import { parseYuan, type Fen } from "~/kernel/money";
import { dayOf, isDay } from "~/kernel/period";

/** One payment as the bank's file carries it. */
export type BankPayment = {
  /** "FK261124-01-0007": comes back in the bank's answer */
  readonly reference: string;
  readonly disbursementId: string;
  readonly payeeName: string;
  readonly account: string | null;
  readonly bankName: string | null;
  readonly amountFen: Fen;
};

export function bankReference(batchNumber: string, position: number): string {
  return `${batchNumber}-${String(position).padStart(4, "0")}`;
}

/** What the bank fills in; also the words by which other banks' files call the same columns. */
export const ANSWER_HEADERS = {
  reference: ["业务编号", "业务参考号", "客户业务编号"],
  amount: ["金额", "交易金额", "付款金额"],
  payee: ["收款人户名", "收款人名称", "户名"],
  outcome: ["处理结果", "交易结果", "状态"],
  voucher: ["凭证号", "银行流水号", "交易流水号"],
  paidOn: ["付款日期", "交易日期"],
  reason: ["失败原因", "备注"],
} as const;

export type AnswerColumn = keyof typeof ANSWER_HEADERS;

export type AnswerRow = {
  readonly disbursementId: string;
  readonly result:
    | { readonly kind: "PAID"; readonly voucherNumber: string; readonly paidAt: Date }
    | { readonly kind: "FAILED"; readonly reason: string };
};

/** A row that fits nothing: shown as it stands, and never guessed. */
export type AnswerProblem = { readonly row: number; readonly words: string };

export type ReadAnswer =
  | { readonly ok: true; readonly rows: readonly AnswerRow[] }
  | { readonly ok: false; readonly problems: readonly AnswerProblem[] };

const PAID_WORDS = ["成功", "交易成功", "已付", "已支付", "付款成功"];
const FAILED_WORDS = ["失败", "交易失败", "退回", "付款失败"];

/**
 * Reads a bank's answer to one batch. Every row must name a payment of this batch by its reference, with the same amount
 * and payee where the file says them, and say that it was paid (with voucher and day) or failed (with its reason).
 */
export function readBankAnswer(
  table: {
    readonly headers: readonly string[];
    readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
  },
  payments: readonly BankPayment[],
  now: Date,
): ReadAnswer {
  const column = (name: AnswerColumn) =>
    table.headers.findIndex((header) => (ANSWER_HEADERS[name] as readonly string[]).includes(header.trim()));
  const missing = (["reference", "outcome"] as const).filter((name) => column(name) < 0);
  if (missing.length > 0) {
    const words = missing.map((name) => `“${ANSWER_HEADERS[name][0]}”`).join("、");
    return { ok: false, problems: [{ row: 1, words: `表头缺少${words}一列。` }] };
  }

  const byReference = new Map(payments.map((payment) => [payment.reference, payment]));
  const seen = new Set<string>();
  const problems: AnswerProblem[] = [];
  const rows: AnswerRow[] = [];
  for (const { number, cells } of table.rows) {
    const cell = (name: AnswerColumn) => (column(name) < 0 ? "" : (cells[column(name)] ?? "").trim());
    const reference = cell("reference");
    const payment = byReference.get(reference);
    const refuse = (words: string) => problems.push({ row: number, words });
    if (!payment) {
      const who = cell("payee") === "" ? "" : `（${cell("payee")}）`;
      refuse(`业务编号“${reference}”${who}不在这个批次里。`);
      continue;
    }
    if (seen.has(reference)) {
      refuse(`业务编号“${reference}”出现了两次。`);
      continue;
    }
    seen.add(reference);
    if (cell("payee") !== "" && cell("payee") !== payment.payeeName) {
      refuse(`收款人是“${cell("payee")}”，批次里是“${payment.payeeName}”。`);
      continue;
    }
    if (cell("amount") !== "" && parseYuan(cell("amount")) !== payment.amountFen) {
      refuse(`金额“${cell("amount")}”和批次里的不一样。`);
      continue;
    }
    const outcome = cell("outcome");
    if (outcome === "") continue; // not answered yet
    if (FAILED_WORDS.includes(outcome)) {
      if (cell("reason") === "") refuse("付款失败，但没有写原因。");
      else rows.push({ disbursementId: payment.disbursementId, result: { kind: "FAILED", reason: cell("reason") } });
      continue;
    }
    if (!PAID_WORDS.includes(outcome)) {
      refuse(`处理结果“${outcome}”看不懂，请写“成功”或“失败”。`);
      continue;
    }
    const voucherNumber = cell("voucher");
    const paidOn = cell("paidOn").slice(0, 10).replaceAll("/", "-");
    if (voucherNumber === "") refuse("付款成功，但没有凭证号。");
    else if (!isDay(paidOn)) refuse(`付款日期“${cell("paidOn")}”请按 2026-11-24 的样子填写。`);
    else if (paidOn > dayOf(now)) refuse(`付款日期 ${paidOn} 在今天以后。`);
    else {
      const noon = new Date(`${paidOn}T04:00:00Z`);
      const paidAt = noon < now ? noon : now;
      rows.push({ disbursementId: payment.disbursementId, result: { kind: "PAID", voucherNumber, paidAt } });
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  if (rows.length === 0) return { ok: false, problems: [{ row: 1, words: "文件里没有一笔写了处理结果。" }] };
  return { ok: true, rows };
}
