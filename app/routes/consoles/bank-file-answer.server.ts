import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { sum } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import type { SheetColumn } from "~/platform/spreadsheet";
import { csvText, downloadResponse, tableSheet, writeExcel } from "~/platform/write-spreadsheet.server";
import { ANSWER_HEADERS, type BankPayment } from "~/settlement/bank-file";
import { explainBankFileExportFailure, exportBankFile } from "~/settlement/export-bank-file.server";
import { formatYuan } from "~/kernel/money";

const COLUMNS: readonly SheetColumn<BankPayment>[] = [
  { header: ANSWER_HEADERS.reference[0], kind: "identifier", value: (row) => row.reference },
  { header: ANSWER_HEADERS.payee[0], kind: "text", value: (row) => row.payeeName },
  { header: "收款账号", kind: "identifier", value: (row) => row.account },
  { header: "开户行", kind: "text", value: (row) => row.bankName },
  { header: ANSWER_HEADERS.amount[0], kind: "yuan", value: (row) => row.amountFen },
  { header: "用途", kind: "text", value: () => "农产品货款和结算款" },
  ...(["outcome", "voucher", "paidOn", "reason"] as const).map((name): SheetColumn<BankPayment> => ({
    header: ANSWER_HEADERS[name][0],
    kind: "text",
    value: () => null,
  })),
];

/** An approved batch as the bank takes it, as Excel or CSV: cells of text and numbers, never a formula. */
export async function bankFileAnswer(request: Request, actor: Actor, batchId: string): Promise<Response> {
  const now = new Date();
  const exported = await exportBankFile({ actor, batchId, now });
  if (!exported.ok && exported.failure.kind === "no-such-batch") throw notFound();
  if (!exported.ok) return new Response(explainBankFileExportFailure(exported.failure), { status: 409 });
  const { number, payments } = exported.value;
  const name = `银行付款 ${number}`;
  if (new URL(request.url).searchParams.get("as") === "csv") {
    return downloadResponse(await csvText(COLUMNS, payments), name, "csv");
  }
  const workbook = await writeExcel(
    {
      title: name,
      facts: [
        ["批次", number],
        ["笔数", `${payments.length} 笔`],
        ["合计", `${formatYuan(sum(payments.map((payment) => payment.amountFen)))} 元`],
        ["生成", minuteOf(now)],
      ],
      definitions: [
        ["处理结果", "银行填“成功”或“失败”；成功填凭证号和付款日期，失败填原因，原样读回本系统"],
        ["业务编号", "每笔付款在本批次里的编号，请不要改动"],
      ],
    },
    [tableSheet({ name: number, columns: COLUMNS, rows: payments })],
  );
  return downloadResponse(workbook, name, "xlsx");
}
