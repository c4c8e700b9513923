import { smaller, type Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import { FUNDS_PLATFORM, PLATFORM_FEES, PLATFORM_PROCESSING, STRIPE } from "./accounts";
import type { Posting } from "./journal";
import { writeJournal, type WrittenJournal } from "./journal-store.server";

/**
 * Stripe reports its actual fee of a payment, some time after the sale. The charge taken by the frozen schedule pays it;
 * the platform covers what is lacking and keeps what is left; the split never opens again.
 * Throws when the payment is neither a sale nor undeliverable yet: post that first.
 */
export async function postStripeFee(
  tx: Transaction,
  { paymentId, feeFen, now }: { readonly paymentId: string; readonly feeFen: Fen; readonly now: Date },
): Promise<WrittenJournal> {
  const charged = await chargeTaken(tx, paymentId);
  const fromCharge = smaller(charged, feeFen);
  const postings: Posting[] = [
    { source: PLATFORM_PROCESSING, destination: STRIPE, amountFen: fromCharge },
    { source: FUNDS_PLATFORM, destination: STRIPE, amountFen: feeFen - fromCharge },
    { source: PLATFORM_PROCESSING, destination: PLATFORM_FEES, amountFen: charged - fromCharge },
  ];
  return writeJournal(tx, {
    kind: "STRIPE_FEE",
    sourceId: paymentId,
    inputs: [feeFen],
    occurredAt: now,
    postings: postings.filter((posting) => posting.amountFen > 0n),
  });
}

/** The processing charge that the payment's sale took from its lines; nothing for money that is only refunded. */
async function chargeTaken(tx: Transaction, paymentId: string): Promise<Fen> {
  const [row] = await tx.$queryRaw<{ returned: boolean; sold: boolean; chargedFen: Fen }[]>`
    SELECT EXISTS (SELECT FROM journal WHERE kind = 'UNDELIVERABLE_PAYMENT' AND source_id = ${paymentId}) AS returned,
      count(j.id) > 0 AS sold,
      coalesce(sum(p.amount_fen) FILTER (WHERE p.destination = ${PLATFORM_PROCESSING}), 0)::bigint AS "chargedFen"
    FROM payment
    LEFT JOIN journal j ON j.kind = 'SALE' AND j.source_id = payment.order_id::text
    LEFT JOIN posting p ON p.journal_id = j.id
    WHERE payment.id = ${paymentId}::uuid`;
  if (row?.returned) return 0n;
  if (!row?.sold) throw new Error(`the fee of payment ${paymentId} came before its sale was posted`);
  return row.chargedFen;
}
