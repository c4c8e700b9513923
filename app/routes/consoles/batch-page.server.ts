import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { addHours, dayOf, minuteOf, startOfDay } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { approveBatch, explainApproveBatchFailure } from "~/settlement/approve-batch.server";
import { findBatch, type BatchDetail } from "~/settlement/batch-page-store.server";
import { BATCH_WORDS, DISBURSEMENT_WORDS, payerSubject, type Payer } from "~/settlement/batch-state";
import { cancelBatch, explainCancelBatchFailure } from "~/settlement/cancel-batch.server";
import {
  explainBankResultFailure,
  recordBankResult,
  type BankResultFailure,
} from "~/settlement/record-bank-result.server";
import { day, text } from "../cooperative/fields.server";
import type { BatchPaths } from "./batch-view";
import { doneCount } from "./done-words";

/** The batch that the address names, if one of the payers pays it; the same 404 for a missing and a foreign one. */
export async function requireBatch(payers: readonly Payer[], batchId: string | undefined): Promise<BatchDetail> {
  const batch = isId(batchId) ? await findBatch(db(), payers, batchId) : undefined;
  if (!batch) throw notFound();
  return batch;
}

export function batchPageData(actor: Actor, batch: BatchDetail, request: Request) {
  const subject = payerSubject(batch.payer);
  return {
    today: dayOf(new Date()),
    recorded: doneCount(new URL(request.url).searchParams.get("recorded")),
    may: {
      approve:
        batch.state === "PREPARED" && can(actor, "batch:approve", subject) && batch.preparedById !== actor.userId,
      cancel: batch.state === "PREPARED" && can(actor, "batch:prepare", subject),
      record: batch.state === "APPROVED" && can(actor, "batch:record-result", subject),
      file: (batch.state === "APPROVED" || batch.state === "PAID") && can(actor, "batch:file", subject),
    },
    batch: {
      id: batch.id,
      number: batch.number,
      state: batch.state,
      word: BATCH_WORDS[batch.state],
      payer: batch.payerName ?? "平台（代收的销售款）",
      cutoff: minuteOf(batch.cutoffAt),
      prepared: `${minuteOf(batch.preparedAt)} ${batch.preparedBy ?? "系统"}`,
      approved: batch.approvedAt === null ? null : `${minuteOf(batch.approvedAt)} ${batch.approvedBy ?? "系统"}`,
      payments: batch.payments,
      totalFen: toNumber(batch.totalFen),
      householdsFen: toNumber(batch.totalFen - batch.othersFen),
      isHouseholds: batch.othersFen === 0n,
    },
    payees: batch.payees.map((payee) => ({
      id: payee.id,
      name: payee.payeeName,
      isHousehold: payee.isHousehold,
      amountFen: toNumber(payee.amountFen),
      state: payee.state,
      word: DISBURSEMENT_WORDS[payee.state],
      voucher: payee.voucherNumber,
      paid: payee.paidAt === null ? null : dayOf(payee.paidAt),
      reason: payee.failureReason,
    })),
  };
}

export type BatchPageData = ReturnType<typeof batchPageData>;

const batchPageForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.enum(["approve", "cancel"]) }),
  z.object({
    intent: z.literal("paid"),
    disbursementId: z.uuid(),
    voucherNumber: text("请填写银行凭证号。", 60),
    paidOn: day("请填写付款日期。"),
  }),
  z.object({
    intent: z.literal("failed"),
    disbursementId: z.uuid(),
    reason: text("请填写失败原因，例如“账号户名不符”。", 200),
  }),
]);

/** What somebody does on a batch's page. Each use case asks for its own right. */
export async function workBatch(request: Request, actor: Actor, batch: BatchDetail, paths: BatchPaths) {
  const form = await parseForm(request, batchPageForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const now = new Date();
  const base = { actor, now };
  switch (given.intent) {
    case "approve": {
      const approved = await approveBatch({ ...base, batchId: batch.id });
      if (!approved.ok) return form.refuse({ "": [explainApproveBatchFailure(approved.failure)] });
      return redirect(paths.batch(batch.id));
    }
    case "cancel": {
      const cancelled = await cancelBatch({ ...base, batchId: batch.id });
      if (!cancelled.ok) return form.refuse({ "": [explainCancelBatchFailure(cancelled.failure)] });
      return redirect(paths.batch(batch.id));
    }
    case "paid":
    case "failed": {
      if (!batch.payees.some((payee) => payee.id === given.disbursementId)) throw notFound();
      const result =
        given.intent === "paid"
          ? { kind: "PAID" as const, voucherNumber: given.voucherNumber, paidAt: instantOf(given.paidOn, now) }
          : { kind: "FAILED" as const, reason: given.reason };
      const recorded = await recordBankResult({ ...base, disbursementId: given.disbursementId, result });
      if (!recorded.ok) {
        return form.refuse({ [fieldOf(recorded.failure)]: [explainBankResultFailure(recorded.failure)] });
      }
      return redirect(paths.batch(batch.id));
    }
  }
}

function instantOf(day: string, now: Date): Date {
  return day === dayOf(now) ? now : addHours(startOfDay(day), 12);
}

function fieldOf(failure: BankResultFailure): string {
  switch (failure.kind) {
    case "no-voucher":
    case "voucher-used":
      return "voucherNumber";
    case "paid-in-the-future":
      return "paidOn";
    case "no-reason":
      return "reason";
    default:
      return "";
  }
}
