import { json, redirect } from "@remix-run/node";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { readForm } from "~/platform/form.server";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { explainSpreadsheetFailure } from "~/platform/spreadsheet";
import type { AnswerProblem } from "~/settlement/bank-file";
import { explainBankFileExportFailure } from "~/settlement/export-bank-file.server";
import { recordBankAnswer } from "~/settlement/record-bank-answer.server";
import type { BatchPaths } from "./batch-view";

/** The bank's answer to a batch, as a file: recorded whole, or shown row by row with what does not fit. */
export async function readBankFile(request: Request, actor: Actor, batchId: string, paths: BatchPaths) {
  const file = await sentFile(request);
  if (!file) return refuse("请选择银行给的文件。");
  const table = await readSpreadsheet(new Uint8Array(await file.arrayBuffer()));
  if (!table.ok) return refuse(explainSpreadsheetFailure(table.failure));
  const recorded = await recordBankAnswer({ actor, batchId, table: table.value, now: new Date() });
  if (recorded.ok) return redirect(paths.batch(batchId, { recorded: recorded.value.recorded }));
  const { failure } = recorded;
  if (failure.kind === "no-such-batch") throw notFound();
  if (failure.kind === "not-approved") return refuse(explainBankFileExportFailure(failure));
  return refuse(`有 ${failure.problems.length} 行对不上，整份回单都没有登记。`, failure.problems);
}

async function sentFile(request: Request): Promise<File | undefined> {
  const file = (await readForm(request)).get("file");
  return file instanceof File && file.size > 0 ? file : undefined;
}

function refuse(message: string, problems: readonly AnswerProblem[] = []) {
  return json({ errors: { file: [message] } as Record<string, string[]>, problems }, { status: 422 });
}
