import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { Actor } from "~/access/actor";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import type { BatchDetail, BatchPayment } from "~/settlement/batch-page-store.server";
import { DISBURSEMENT_WORDS, payerSubject } from "~/settlement/batch-state";
import { paymentItems } from "~/settlement/payment-item-store.server";
import { explainBankReturnFailure, recordBankReturn } from "~/settlement/record-bank-return.server";
import { text } from "../cooperative/fields.server";
import type { BatchPaths } from "./batch-view";

/** One payment of a batch: its voucher, and what it pays for, line by line. */
export async function paymentPageData(actor: Actor, batch: BatchDetail, paymentId: string | undefined) {
  const payment = paymentOf(batch, paymentId);
  const items = await paymentItems(db(), payment.id);
  return {
    batch: { id: batch.id, number: batch.number, preparedBy: batch.preparedBy, approvedBy: batch.approvedBy },
    payer: batch.payerName ?? "户惠平台（代收的销售款）",
    payee: payment.payeeName,
    isHousehold: payment.isHousehold,
    amountFen: toNumber(payment.amountFen),
    state: payment.state,
    word: DISBURSEMENT_WORDS[payment.state],
    voucher: payment.voucherNumber,
    paid: payment.paidAt === null ? null : dayOf(payment.paidAt),
    reason: payment.failureReason,
    mayReturn: payment.state === "PAID" && can(actor, "batch:record-result", payerSubject(batch.payer)),
    items: items.map(({ about, number, amountFen }) => ({ about, number, amountFen: toNumber(amountFen) })),
  };
}

const returnForm = z.object({ reason: text("请填写退回原因，例如“账户已销户”。", 200) });

/** The bank sent the money back after its voucher: it is payable again. */
export async function returnPayment(
  request: Request,
  actor: Actor,
  batch: BatchDetail,
  paymentId: string | undefined,
  paths: BatchPaths,
) {
  const payment = paymentOf(batch, paymentId);
  const form = await parseForm(request, returnForm);
  if (!form.ok) return form.answer;
  const returned = await recordBankReturn({
    actor,
    disbursementId: payment.id,
    reason: form.value.reason,
    now: new Date(),
  });
  if (!returned.ok) return form.refuse({ reason: [explainBankReturnFailure(returned.failure)] });
  return redirect(paths.batchPayment(batch.id, payment.id));
}

function paymentOf(batch: BatchDetail, paymentId: string | undefined): BatchPayment {
  const payment = batch.payees.find((one) => one.id === paymentId);
  if (!payment) throw notFound();
  return payment;
}
