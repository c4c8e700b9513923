import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { logAccess } from "~/access/access-log-store.server";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { explainPayRefundOtherwiseFailure, payRefundOtherwise } from "~/payments/pay-refund-otherwise.server";
import { reasonWords } from "~/payments/reason-words";
import { explainResendRefundFailure, resendRefund } from "~/payments/resend-refund.server";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { refundDeskForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { listRefunds, type RefundDeskRow } from "./payments-desk-store.server";
import { refundBearer, refundReason, refundState } from "../consoles/refund-words";

const TITLE = "退款";
const PAGE_SIZE = 50;
const TABS = [
  { key: "", label: "全部", states: undefined },
  { key: "open", label: "处理中", states: ["REQUESTED", "PENDING"] },
  { key: "FAILED", label: "失败", states: ["FAILED"] },
  { key: "SUCCEEDED", label: "已退回", states: ["SUCCEEDED", "PAID_OTHERWISE"] },
] as const;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const search = new URL(request.url).searchParams;
  const state = TABS.find(({ key }) => key === search.get("state"))?.key ?? "";
  const states = TABS.find(({ key }) => key === state)?.states;
  const page = await listRefunds(db(), states, pageRequest(search, PAGE_SIZE));
  return {
    frame: opsFrame(actor),
    state,
    may: { resend: can(actor, "refund:resend"), payOtherwise: can(actor, "refund:pay-otherwise") },
    page: {
      ...page,
      rows: page.rows.map((row) => ({
        id: row.id,
        orderNumber: row.orderNumber,
        state: refundState(row.state),
        reason: refundReason(row.reason),
        bearer: refundBearer(row.bearer),
        amountFen: toNumber(row.amountFen),
        requestedAt: minuteOf(row.requestedAt),
        doneAt: doneAtOf(row),
        reference: row.paidOtherwiseReference,
        failed: row.state === "FAILED",
        failureReason: row.state === "FAILED" && row.failureReason !== null ? reasonWords(row.failureReason) : null,
        stripeRefundId: row.stripeRefundId,
      })),
    },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const form = await parseForm(request, refundDeskForm);
  if (!form.ok) return form.answer;
  const { refundId, intent } = form.value;
  const now = new Date();
  if (form.value.intent === "pay-otherwise") {
    if (!can(actor, "refund:pay-otherwise")) throw notFound();
    const { reference } = form.value;
    const paid = await payRefundOtherwise({ actor, refundId, reference, now });
    if (!paid.ok) return form.refuse({ "": [explainPayRefundOtherwiseFailure(paid.failure)] });
  } else {
    if (!can(actor, "refund:resend")) throw notFound();
    const resent = await resendRefund({ actor, refundId, now });
    if (!resent.ok) return form.refuse({ "": [explainResendRefundFailure(resent.failure)] });
  }
  await logAccess(db(), { actor, action: `refund:${intent}`, subjectKind: "refund", subjectId: refundId, now });
  return redirect(paths.ops.refunds({ state: intent === "resend" ? "open" : "SUCCEEDED" }));
}

function doneAtOf(row: RefundDeskRow): string | null {
  const at = row.succeededAt ?? row.paidOtherwiseAt;
  return at && minuteOf(at);
}

export default function OpsRefunds() {
  const refused = useActionData<typeof action>();
  const typed: Readonly<Record<string, string>> = refused?.typed ?? {};
  const { frame, state, may, page } = useLoaderData<typeof loader>();
  return (
    <OpsFrame frame={frame} current="refunds" title={errorTitle(TITLE, refused?.errors)}>
      <ErrorSummary errors={refused?.errors} title="没有处理" />
      <ul className="tabs">
        {TABS.map((tab) => (
          <li key={tab.key}>
            <a href={paths.ops.refunds({ state: tab.key })} aria-current={tab.key === state ? "page" : undefined}>
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
      {page.rows.length === 0 ? (
        <EmptyState title="没有这样的退款" />
      ) : (
        <div>
          <Table
            caption="退款"
            small="cards"
            columns={[
              { key: "order", label: "订单号" },
              { key: "amount", label: "金额", align: "end" },
              { key: "reason", label: "原因" },
              { key: "bearer", label: "无法收回的由谁承担" },
              { key: "asked", label: "申请" },
              { key: "done", label: "到账" },
              { key: "state", label: "状态" },
            ]}
          >
            {page.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.ops.ledger({ about: row.orderNumber })} className="nowrap">
                    {row.orderNumber}
                  </a>
                </th>
                <MoneyCell label="金额" fen={row.amountFen} />
                <Cell label="原因">{row.reason}</Cell>
                <Cell label="承担">{row.bearer}</Cell>
                <Cell label="申请">{row.requestedAt}</Cell>
                <Cell label="到账">{row.doneAt ?? "—"}</Cell>
                <Cell label="状态">
                  <StatusWord tone={row.state.tone}>{row.state.word}</StatusWord>
                  {row.failureReason !== null && <span className="caption"> {row.failureReason}</span>}
                  {row.reference !== null && <span className="caption"> 流水号 {row.reference}</span>}
                  {row.failed && may.resend && (
                    <PostForm action={paths.ops.refunds({ state })}>
                      <input type="hidden" name="refundId" value={row.id} />
                      <Button tone="quiet" name="intent" value="resend">
                        重发<span className="visually-hidden">订单 {row.orderNumber} 的退款</span>
                      </Button>
                    </PostForm>
                  )}
                  {row.failed && may.payOtherwise && (
                    <details open={typed["refundId"] === row.id}>
                      <summary>
                        登记银行转账<span className="visually-hidden">，退还订单 {row.orderNumber}</span>
                      </summary>
                      <PostForm className="form" action={paths.ops.refunds({ state })} noValidate>
                        <input type="hidden" name="refundId" value={row.id} />
                        <Field
                          label="转账流水号"
                          name="reference"
                          id={`reference-${row.id}`}
                          width="short"
                          required
                          hint="先用平台账户把钱转给顾客，再登记。"
                          defaultValue={typed["refundId"] === row.id ? typed["reference"] : undefined}
                        />
                        <Button tone="quiet" name="intent" value="pay-otherwise">
                          已转账
                        </Button>
                      </PostForm>
                    </details>
                  )}
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.ops.refunds({ state, page: number })} />
        </div>
      )}
    </OpsFrame>
  );
}
