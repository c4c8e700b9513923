import { addMinutes } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { unsentRefunds } from "./refund-store.server";
import { sendRefund } from "./send-refund.server";

/** The job behind the outbox: refunds that have waited for Stripe longer than a message would. */
export async function retryRefunds({ now }: { readonly now: Date }): Promise<{ sent: number; failed: number }> {
  const count = { sent: 0, failed: 0 };
  for (const refundId of await unsentRefunds(db(), addMinutes(now, -15), 100)) {
    try {
      await sendRefund({ refundId, now });
      count.sent++;
    } catch (error) {
      log.error({ err: error, refund: refundId }, "a refund could not be sent");
      count.failed++;
    }
  }
  return count;
}
