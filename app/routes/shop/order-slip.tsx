import { useLoaderData } from "@remix-run/react";
import { Day } from "~/ui/day";
import { Money } from "~/ui/money";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { BoughtGoods } from "./bought-goods";
import { useShop, type Messages } from "./messages/messages";
import type { loader } from "./order";

/** The receipt: what was bought, what was paid, and where the households' part is now. */
export function OrderSlip() {
  const { order, shipments, receipt } = useLoaderData<typeof loader>();
  const { m } = useShop();
  const household = receipt?.parts.find((part) => part.kind === "HOUSEHOLD");
  return (
    <Receipt
      title={order.state === "PAID" ? m.order.receipt : m.order.bill}
      number={order.number}
      foot={
        <span className="caption">
          <Day>{order.placedAt}</Day>
        </span>
      }
    >
      {shipments
        .flatMap((shipment) => shipment.lines.filter((line) => line.kind === "GOODS"))
        .map((line) => (
          <ReceiptLine key={line.id} label={<BoughtGoods line={line} />}>
            <Money fen={line.grossFen} />
          </ReceiptLine>
        ))}
      <ReceiptLine label={m.checkout.goods}>
        <Money fen={order.goodsFen} />
      </ReceiptLine>
      <ReceiptLine label={m.order.freight}>
        <Money fen={order.freightFen} />
      </ReceiptLine>
      {order.discountFen > 0 && (
        <ReceiptLine label={m.order.discount}>
          <Money fen={-order.discountFen} />
        </ReceiptLine>
      )}
      <ReceiptLine label={totalWord(order.state, m)} total>
        <Money fen={order.totalFen} />
      </ReceiptLine>
      {receipt?.refunds.map((refund) => (
        <ReceiptLine key={`${refund.at} ${refund.amountFen}`} label={refundWords(refund.state, m)}>
          <Money fen={-refund.amountFen} />
        </ReceiptLine>
      ))}
      {household && (
        <>
          <ReceiptLine label={m.order.toHousehold} household>
            <Money fen={household.amountFen} household />
          </ReceiptLine>
          {household.pendingFen > 0 && (
            <ReceiptLine label={m.order.pendingWord}>
              <Money fen={household.pendingFen} />
            </ReceiptLine>
          )}
          {household.payableFen > 0 && (
            <ReceiptLine label={m.order.payable}>
              <Money fen={household.payableFen} />
            </ReceiptLine>
          )}
          {household.paidFen > 0 && (
            <ReceiptLine label={m.order.paidOut}>
              <Money fen={household.paidFen} />
            </ReceiptLine>
          )}
        </>
      )}
    </Receipt>
  );
}

function refundWords(state: string, m: Messages): string {
  const words: Readonly<Record<string, string>> = m.order.refundStates;
  return words[state] ?? m.order.refunded;
}

function totalWord(state: string, m: Messages): string {
  if (state === "PAID") return m.order.paid;
  return state === "PLACED" ? m.order.toPay : m.order.notPaid;
}
