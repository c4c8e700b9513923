import { expect, test } from "vitest";
import { bankReference, readBankAnswer, type BankPayment } from "./bank-file";

const NOW = new Date("2026-11-24T02:00:00Z");
const payments: BankPayment[] = ["程桂兰", "吴长根"].map((payeeName, index) => ({
  reference: bankReference("FK261124-01", index + 1),
  disbursementId: `payment ${index + 1}`,
  payeeName,
  account: "6228480000000001234",
  bankName: "农村信用社",
  amountFen: 1_050n,
}));
const HEADERS = ["业务编号", "收款人户名", "金额", "处理结果", "凭证号", "付款日期", "失败原因"];
const answer = (...rows: string[][]) =>
  readBankAnswer({ headers: HEADERS, rows: rows.map((cells, index) => ({ number: index + 2, cells })) }, payments, NOW);
const paid = ["FK261124-01-0001", "程桂兰", "10.50", "成功", "V1", "2026-11-23", ""];

test("what the bank says of each payment", () => {
  const failed = ["FK261124-01-0002", "吴长根", "10.5", "失败", "", "", "户名不符"];
  expect(answer(paid, failed)).toEqual({
    ok: true,
    rows: [
      {
        disbursementId: "payment 1",
        result: { kind: "PAID", voucherNumber: "V1", paidAt: new Date("2026-11-23T04:00:00Z") },
      },
      { disbursementId: "payment 2", result: { kind: "FAILED", reason: "户名不符" } },
    ],
  });
});

test("a payee that is not of the batch is shown, never guessed, and nothing is taken from such a file", () => {
  const result = answer(paid, ["FK261124-01-0003", "程桂兰", "10.50", "成功", "V2", "2026-11-23", ""]);
  expect(result).toEqual({
    ok: false,
    problems: [{ row: 3, words: "业务编号“FK261124-01-0003”（程桂兰）不在这个批次里。" }],
  });
});

test.each([
  ["another payee", ["FK261124-01-0001", "吴长根", "10.50", "成功", "V1", "2026-11-23", ""]],
  ["another amount", ["FK261124-01-0001", "程桂兰", "105.0", "成功", "V1", "2026-11-23", ""]],
  ["no voucher", ["FK261124-01-0001", "程桂兰", "10.50", "成功", "", "2026-11-23", ""]],
  ["no day", ["FK261124-01-0001", "程桂兰", "10.50", "成功", "V1", "", ""]],
  ["a day to come", ["FK261124-01-0001", "程桂兰", "10.50", "成功", "V1", "2026-11-25", ""]],
  ["no reason", ["FK261124-01-0001", "程桂兰", "10.50", "失败", "", "", ""]],
  ["an unknown word", ["FK261124-01-0001", "程桂兰", "10.50", "大概", "V1", "2026-11-23", ""]],
])("%s is refused", (_what, row) => {
  expect(answer(row)).toMatchObject({ ok: false, problems: [{ row: 2 }] });
});

test("twice in one file, nothing answered, and a missing column", () => {
  expect(answer(paid, paid)).toMatchObject({ ok: false, problems: [{ row: 3 }] });
  expect(answer(["FK261124-01-0001", "程桂兰", "10.50", "", "", "", ""])).toMatchObject({ ok: false });
  expect(readBankAnswer({ headers: ["户名"], rows: [] }, payments, NOW)).toMatchObject({ ok: false });
});
