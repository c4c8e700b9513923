import { sum, type Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import { FUNDS_PLATFORM, orderAccount, refundAccount } from "./accounts";
import type { Posting } from "./journal";
import { findJournal, writeJournal, type WrittenJournal } from "./journal-store.server";
import { lockSoldOrder } from "./sold-line-store.server";
import { takeBack, type BearerRule } from "./take-back.server";

type RefundToPost = {
  orderId: string;
  paymentId: string;
  amountFen: Fen;
  bearer: BearerRule;
  requestedById: string | null;
  lines: { orderLineId: string; amountFen: string; discountBackFen: string }[];
};

/**
 * A refund is asked for: the parties and the bearer give back their parts into the order, and from there it is owed to
 * the shopper (`refund:<id>`); the platform's discount returns to the platform; attribution is reversed.
 * A refund of an undeliverable payment has no lines and only passes the money on.
 * Asking for the same refund again stores nothing. Throws RangeError when it takes more than remains of a line.
 */
export async function postRefundRequested(
  tx: Transaction,
  { refundId, now }: { readonly refundId: string; readonly now: Date },
): Promise<WrittenJournal> {
  const refund = await refundToPost(tx, refundId);
  await lockSoldOrder(tx, refund.orderId);
  const event = { kind: "REFUND_REQUESTED", sourceId: refundId, inputs: inputsOf(refund) } as const;
  const posted = await findJournal(tx, event);
  if (posted) return posted;

  const lines = refund.lines.map((line) => ({
    orderLineId: line.orderLineId,
    amountFen: BigInt(line.amountFen),
    discountBackFen: BigInt(line.discountBackFen),
  }));
  const isPassedOn = lines.length === 0;
  if (isPassedOn) await requireUndeliverable(tx, refund);
  else if (sum(lines.map((line) => line.amountFen)) !== refund.amountFen) {
    throw new Error(`the lines of refund ${refundId} do not add up to its amount`);
  }

  const { postings, reversals } = await takeBack(tx, {
    orderId: refund.orderId,
    bearer: refund.bearer,
    lines: lines.map((line) => ({ orderLineId: line.orderLineId, takeFen: line.amountFen + line.discountBackFen })),
  });
  const account = orderAccount(refund.orderId);
  const onward: Posting[] = [
    { source: account, destination: refundAccount(refundId), amountFen: refund.amountFen },
    { source: account, destination: FUNDS_PLATFORM, amountFen: sum(lines.map((line) => line.discountBackFen)) },
  ];
  return writeJournal(tx, {
    ...event,
    occurredAt: now,
    actorId: refund.requestedById,
    postings: [...postings, ...onward.filter((posting) => posting.amountFen > 0n)],
    attributions: { kind: "REVERSAL", lines: reversals },
  });
}

async function refundToPost(tx: Transaction, refundId: string): Promise<RefundToPost> {
  const [refund] = await tx.$queryRaw<RefundToPost[]>`
    SELECT order_id AS "orderId", payment_id AS "paymentId", amount_fen AS "amountFen", bearer,
      requested_by_id AS "requestedById",
      coalesce((SELECT jsonb_agg(jsonb_build_object('orderLineId', order_line_id, 'amountFen', amount_fen::text,
          'discountBackFen', discount_back_fen::text) ORDER BY order_line_id)
        FROM refund_line WHERE refund_id = refund.id), '[]') AS lines
    FROM refund WHERE id = ${refundId}::uuid`;
  if (!refund) throw new Error(`there is no refund ${refundId} to post`);
  return refund;
}

async function requireUndeliverable(tx: Transaction, refund: RefundToPost): Promise<void> {
  const payment = await findJournal(tx, {
    kind: "UNDELIVERABLE_PAYMENT",
    sourceId: refund.paymentId,
    inputs: [refund.orderId, refund.amountFen],
  });
  if (!payment)
    throw new Error(
      `only the whole of an undeliverable payment is refunded without lines (payment ${refund.paymentId})`,
    );
}

function inputsOf(refund: RefundToPost): (string | bigint)[] {
  const lines = refund.lines.flatMap((line) => [line.orderLineId, line.amountFen, line.discountBackFen]);
  return [refund.orderId, refund.amountFen, refund.bearer, ...lines];
}
