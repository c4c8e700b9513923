import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction, type Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { newToken } from "~/platform/secret-token.server";

export const DRAW_POSTER = "poster.draw";
const TOKEN_LENGTH = 22;

export type ShareReceiptFailure = { readonly kind: "not-found" } | { readonly kind: "not-paid" };

/**
 * Makes a paid order's receipt public under a word of its own, which says nothing of the buyer and opens nothing else; a
 * poster is drawn for it. The caller has seen to it that the order is the asker's. Asked again, it answers the same word.
 */
export async function shareReceipt({
  orderId,
  now,
}: {
  orderId: string;
  now: Date;
}): Promise<Result<{ token: string }, ShareReceiptFailure>> {
  return withTransaction("shareReceipt", async (tx) => {
    const [order] = await tx.$queryRaw<{ id: string; state: string }[]>`
      SELECT id, state FROM customer_order WHERE id = ${orderId}::uuid`;
    if (!order) return failed({ kind: "not-found" });
    if (order.state !== "PAID") return failed({ kind: "not-paid" });
    await tx.$executeRaw`
      INSERT INTO receipt_share (order_id, token, created_at)
      VALUES (${order.id}::uuid, ${newToken().slice(0, TOKEN_LENGTH)}, ${now}::timestamptz) ON CONFLICT (order_id) DO NOTHING`;
    const shared = await sharedReceiptOf(tx, order.id);
    if (!shared) throw new Error("a receipt that was just shared is not there");
    await enqueue(tx, { topic: DRAW_POSTER, key: order.id });
    return succeeded({ token: shared });
  });
}

/** Takes the public receipt and its poster back: the word opens nothing any more, and is never given again. */
export async function unshareReceipt({ orderId }: { orderId: string }): Promise<Result<null, ShareReceiptFailure>> {
  return withTransaction("unshareReceipt", async (tx) => {
    const [taken] = await tx.$queryRaw<{ orderId: string }[]>`
      DELETE FROM receipt_share WHERE order_id = ${orderId}::uuid RETURNING order_id AS "orderId"`;
    if (!taken) return failed({ kind: "not-found" });
    await enqueue(tx, { topic: DRAW_POSTER, key: taken.orderId });
    return succeeded(null);
  });
}

async function sharedReceiptOf(tx: Transaction, orderId: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ token: string }[]>`
    SELECT token FROM receipt_share WHERE order_id = ${orderId}::uuid`;
  return row?.token;
}

/** The order whose receipt a public word opens. */
export async function orderOfSharedReceipt(token: string): Promise<string | undefined> {
  if (!/^[\w-]{22}$/.test(token)) return undefined;
  const [row] = await db().$queryRaw<{ orderId: string }[]>`
    SELECT order_id AS "orderId" FROM receipt_share WHERE token = ${token}`;
  return row?.orderId;
}
