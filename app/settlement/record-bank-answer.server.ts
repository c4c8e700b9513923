import type { Actor } from "~/access/actor";
import { failed, succeeded, type Result } from "~/kernel/result";
import { readBankAnswer, type AnswerProblem } from "./bank-file";
import { exportBankFile } from "./export-bank-file.server";
import { explainBankFileFailure, recordBankFile } from "./record-bank-file.server";

export type BankAnswerFailure =
  | { readonly kind: "no-such-batch" }
  | { readonly kind: "not-approved" }
  | { readonly kind: "problems"; readonly problems: readonly AnswerProblem[] };

/**
 * The bank's answer to a batch, as the table that was uploaded says it: all of it or nothing. Rows that name nobody of the
 * batch are shown. The same file again records nothing.
 */
export async function recordBankAnswer(request: {
  readonly actor: Actor;
  readonly batchId: string;
  readonly table: Parameters<typeof readBankAnswer>[0];
  readonly now: Date;
}): Promise<Result<{ readonly recorded: number }, BankAnswerFailure>> {
  const { actor, batchId, now } = request;
  const sent = await exportBankFile({ actor, batchId, now });
  if (!sent.ok) return failed(sent.failure);
  const answer = readBankAnswer(request.table, sent.value.payments, now);
  if (!answer.ok) return failed({ kind: "problems", problems: answer.problems });
  const recorded = await recordBankFile({ actor, batchId, rows: answer.rows, now });
  if (recorded.ok) return succeeded(recorded.value);
  const { failure } = recorded;
  if (failure.kind !== "bad-row") return failed(failure);
  // Counted by the answered rows; the payment says which row of the sheet that is.
  const reference = sent.value.payments.find(
    (payment) => payment.disbursementId === answer.rows[failure.row]?.disbursementId,
  )?.reference;
  const words = explainBankFileFailure(failure).replace(/^第 \d+ 行：/, `${reference ?? ""}：`);
  return failed({ kind: "problems", problems: [{ row: failure.row + 2, words }] });
}
