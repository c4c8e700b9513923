import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { dayOf, periodOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { DISBURSEMENT_WORDS } from "~/settlement/batch-state";
import { paymentOf } from "~/settlement/household-statement-store.server";
import { Money } from "~/ui/money";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { HouseholdFrame, householdMeta, monthWords } from "./household-frame";
import { requireHousehold } from "./household-desk.server";

const TITLE = "付款凭证";

export const handle = { large: true };

export const meta: MetaFunction = () => householdMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { householdId, frame } = await requireHousehold(request);
  const payment = isId(params["id"]) ? await paymentOf(db(), householdId, params["id"]) : undefined;
  if (!payment) throw notFound();
  return {
    frame,
    id: payment.disbursementId,
    month: periodOf(payment.at),
    batch: payment.batchNumber,
    payer: payment.payerName,
    amountFen: toNumber(payment.amountFen),
    word: DISBURSEMENT_WORDS[payment.state],
    voucher: payment.voucherNumber,
    paid: payment.paidAt === null ? null : dayOf(payment.paidAt),
    reason: payment.failureReason,
  };
}

export default function HouseholdPayment() {
  const { frame, id, month, batch, payer, amountFen, word, voucher, paid, reason } = useLoaderData<typeof loader>();
  return (
    <HouseholdFrame
      frame={frame}
      current="overview"
      title={TITLE}
      crumbs={[
        { label: "我家的账", href: paths.household.overview() },
        { label: monthWords(month), href: paths.household.month(month) },
        { label: TITLE },
      ]}
    >
      <Receipt title={voucher ?? "还没有凭证号"} number={`付款批次 ${batch}`}>
        <ReceiptLine label="收款人">{frame.name}</ReceiptLine>
        <ReceiptLine label="户卡编号">{frame.number}</ReceiptLine>
        <ReceiptLine label="付款人">{payer}</ReceiptLine>
        <ReceiptLine label="付款日期">{paid ?? "—"}</ReceiptLine>
        <ReceiptLine label="现在">{word}</ReceiptLine>
        {reason !== null && <ReceiptLine label="原因">{reason}</ReceiptLine>}
        <ReceiptLine label="金额" total household>
          <Money fen={amountFen} household />
        </ReceiptLine>
      </Receipt>
      <p className="no-print">
        钱没到，或数目不对？
        <a href={paths.household.newObjection({ kind: "DISBURSEMENT", id })}>这一笔不对</a>
      </p>
    </HouseholdFrame>
  );
}
