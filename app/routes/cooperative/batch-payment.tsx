import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { DISBURSEMENT_WORDS } from "~/settlement/batch-state";
import { Money } from "~/ui/money";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { CoopFrame, coopMeta } from "./coop-frame";
import { findBatch } from "./settlement-store.server";
import { coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "付款凭证";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "batch:view");
  const batch = isId(params["id"]) ? await findBatch(db(), workplace.cooperativeIds, params["id"]) : undefined;
  const payment = batch?.payees.find((one) => one.id === params["paymentId"]);
  if (!batch || !payment) throw notFound();
  const [payer] = await findCooperatives(db(), [batch.cooperativeId]);
  return json({
    frame: await coopFrame(workplace.actor),
    batch: { id: batch.id, number: batch.number, preparedBy: batch.preparedBy, approvedBy: batch.approvedBy },
    payer: payer?.name ?? "",
    payee: payment.payeeName,
    isHousehold: payment.isHousehold,
    amountFen: toNumber(payment.amountFen),
    word: DISBURSEMENT_WORDS[payment.state],
    voucher: payment.voucherNumber,
    paid: payment.paidAt === null ? null : dayOf(payment.paidAt),
    reason: payment.failureReason,
  });
}

export default function BatchPayment() {
  const { frame, batch, payer, payee, isHousehold, amountFen, word, voucher, paid, reason } =
    useLoaderData<typeof loader>();
  return (
    <CoopFrame
      frame={frame}
      current="settlement"
      title={TITLE}
      crumbs={[
        { label: "结算", href: paths.coop.settlement() },
        { label: batch.number, href: paths.coop.batch(batch.id) },
        { label: payee },
      ]}
    >
      <Receipt title={voucher ?? "还没有凭证号"} number={`付款批次 ${batch.number}`}>
        <ReceiptLine label="收款人">{payee}</ReceiptLine>
        <ReceiptLine label="付款人">{payer}</ReceiptLine>
        <ReceiptLine label="付款日期">{paid ?? "—"}</ReceiptLine>
        <ReceiptLine label="状态">{word}</ReceiptLine>
        {reason !== null && <ReceiptLine label="原因">{reason}</ReceiptLine>}
        <ReceiptLine label="制单">{batch.preparedBy ?? "系统"}</ReceiptLine>
        <ReceiptLine label="复核">{batch.approvedBy ?? "—"}</ReceiptLine>
        <ReceiptLine label="金额" total household={isHousehold}>
          <Money fen={amountFen} household={isHousehold} />
        </ReceiptLine>
      </Receipt>
      <p className="no-print quiet">用浏览器的“打印”打印凭证，菜单不会印上去。收款人在纸上签字后存档。</p>
    </CoopFrame>
  );
}
