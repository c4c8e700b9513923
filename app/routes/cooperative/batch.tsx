import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { addHours, dayOf, minuteOf, startOfDay } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { approveBatch, explainApproveBatchFailure } from "~/settlement/approve-batch.server";
import { BATCH_WORDS, DISBURSEMENT_WORDS } from "~/settlement/batch-state";
import { cancelBatch, explainCancelBatchFailure } from "~/settlement/cancel-batch.server";
import {
  explainBankResultFailure,
  recordBankResult,
  type BankResultFailure,
} from "~/settlement/record-bank-result.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money, MoneyCell } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { StatusWord } from "~/ui/status-word";
import { SummaryList } from "~/ui/summary-list";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { batchPageForm } from "./settlement-forms.server";
import { findBatch } from "./settlement-store.server";
import { shown } from "./typed";
import { coopFrame, requireCooperative } from "./workplace.server";

const BATCH_TONES = { PREPARED: "waiting", APPROVED: "waiting", PAID: "done", CANCELLED: "neutral" } as const;
const PAYMENT_TONES = { PREPARED: "waiting", PAID: "done", FAILED: "problem", RETURNED: "problem" } as const;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  coopMeta(data ? `付款批次 ${data.batch.number}` : "付款批次");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:view");
  const batch = isId(params.id) ? await findBatch(db(), workplace.cooperativeIds, params.id) : undefined;
  if (!batch) throw notFound();
  const subject = { cooperativeId: batch.cooperativeId };
  const { actor } = workplace;
  return json({
    frame: await coopFrame(actor),
    today: dayOf(new Date()),
    recorded: new URL(request.url).searchParams.get("recorded"),
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
      cutoff: minuteOf(batch.cutoffAt),
      prepared: `${minuteOf(batch.preparedAt)} ${batch.preparedBy ?? "系统"}`,
      approved: batch.approvedAt === null ? null : `${minuteOf(batch.approvedAt)} ${batch.approvedBy ?? "系统"}`,
      payments: batch.payments,
      totalFen: toNumber(batch.totalFen),
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
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:view");
  const batch = isId(params.id) ? await findBatch(db(), workplace.cooperativeIds, params.id) : undefined;
  if (!batch) throw notFound();
  const form = await parseForm(request, batchPageForm);
  if (!form.ok) return form.answer;
  const given = form.value;
  const now = new Date();
  const base = { actor: workplace.actor, now };

  switch (given.intent) {
    case "approve": {
      const approved = await approveBatch({ ...base, batchId: batch.id });
      if (!approved.ok) return form.refuse({ "": [explainApproveBatchFailure(approved.failure)] });
      return redirect(paths.coop.batch(batch.id));
    }
    case "cancel": {
      const cancelled = await cancelBatch({ ...base, batchId: batch.id });
      if (!cancelled.ok) return form.refuse({ "": [explainCancelBatchFailure(cancelled.failure)] });
      return redirect(paths.coop.batch(batch.id));
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
      return redirect(paths.coop.batch(batch.id));
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

export default function Batch() {
  const { frame, today, recorded, may, batch, payees } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={errorTitle(`付款批次 ${batch.number}`, refused?.errors)}
      intro={<StatusWord tone={BATCH_TONES[batch.state]}>{batch.word}</StatusWord>}
      crumbs={[{ label: "结算", href: paths.coop.settlement() }, { label: batch.number }]}
    >
      <ErrorSummary errors={refused?.errors} title="没有登记" />
      {recorded !== null && (
        <Notice tone="done" live title="回单已读入">
          {recorded === "0" ? "这份回单以前读过，没有改动。" : `登记了 ${Number(recorded)} 笔结果。`}
        </Notice>
      )}
      <SummaryList
        items={[
          { label: "合计", value: <Money fen={batch.totalFen} household /> },
          { label: "笔数", value: `${batch.payments} 笔` },
          { label: "计到", value: batch.cutoff },
          { label: "生成", value: batch.prepared },
          { label: "复核", value: batch.approved ?? "还没有复核" },
        ]}
      />
      {batch.state === "PREPARED" && !may.approve && (
        <Notice tone="waiting" title="等待复核">
          生成批次的人不能自己复核，请合作社负责人核对后批准。
        </Notice>
      )}
      {(may.approve || may.cancel) && (
        <div className="cluster">
          {may.approve && (
            <form method="post">
              <input type="hidden" name="intent" value="approve" />
              <Button>复核通过，交银行付款</Button>
            </form>
          )}
          {may.cancel && (
            <form method="post">
              <input type="hidden" name="intent" value="cancel" />
              <Button tone="quiet">作废这个批次</Button>
            </form>
          )}
        </div>
      )}
      {may.file && (
        <p className="cluster no-print">
          <ButtonLink href={paths.coop.batchFile(batch.id)}>下载银行文件（Excel）</ButtonLink>
          <ButtonLink tone="quiet" href={paths.coop.batchFile(batch.id, { as: "csv" })}>
            下载 CSV
          </ButtonLink>
          {may.record && <a href={paths.coop.batchAnswer(batch.id)}>读入银行回单</a>}
        </p>
      )}
      <Table
        caption="付款明细"
        small="cards"
        columns={[
          { key: "name", label: "收款人" },
          { key: "amount", label: "金额", align: "end" },
          { key: "state", label: "状态" },
          { key: "voucher", label: "凭证" },
          ...(may.record ? [{ key: "record", label: "登记银行结果" }] : []),
        ]}
      >
        {payees.map((payee) => {
          const own = refused?.typed["disbursementId"] === payee.id ? refused : undefined;
          return (
            <tr key={payee.id}>
              <th scope="row">{payee.name}</th>
              <MoneyCell fen={payee.amountFen} household={payee.isHousehold} label="金额" />
              <Cell label="状态">
                <StatusWord tone={PAYMENT_TONES[payee.state]}>{payee.word}</StatusWord>
                {payee.reason !== null && <span className="caption"> {payee.reason}</span>}
              </Cell>
              <Cell label="凭证">
                <a href={paths.coop.batchPayment(batch.id, payee.id)}>
                  {payee.voucher === null ? "这一笔" : `${payee.voucher}（${payee.paid ?? ""}）`}
                  <span className="visually-hidden">：{payee.name}</span>
                </a>
              </Cell>
              {may.record && (
                <Cell label="登记银行结果">
                  {payee.state === "PREPARED" && (
                    <details open={own !== undefined}>
                      <summary>登记</summary>
                      <form method="post" className="form" noValidate>
                        <input type="hidden" name="intent" value="paid" />
                        <input type="hidden" name="disbursementId" value={payee.id} />
                        <Field
                          label="银行凭证号"
                          name="voucherNumber"
                          id={`voucher-${payee.id}`}
                          autoComplete="off"
                          defaultValue={shown(own, "voucherNumber")}
                          error={own?.errors["voucherNumber"]}
                        />
                        <Field
                          label="付款日期"
                          name="paidOn"
                          id={`paid-${payee.id}`}
                          type="date"
                          width="short"
                          max={today}
                          defaultValue={shown(own, "paidOn", today)}
                          error={own?.errors["paidOn"]}
                        />
                        <div className="form-actions">
                          <Button>已付</Button>
                        </div>
                      </form>
                      <form method="post" className="form" noValidate>
                        <input type="hidden" name="intent" value="failed" />
                        <input type="hidden" name="disbursementId" value={payee.id} />
                        <Field
                          label="没付成的原因"
                          name="reason"
                          id={`reason-${payee.id}`}
                          defaultValue={shown(own, "reason")}
                          error={own?.errors["reason"]}
                        />
                        <div className="form-actions">
                          <Button tone="quiet">付款失败</Button>
                        </div>
                      </form>
                    </details>
                  )}
                </Cell>
              )}
            </tr>
          );
        })}
      </Table>
    </CoopFrame>
  );
}
