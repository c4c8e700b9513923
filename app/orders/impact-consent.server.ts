import type { Db } from "~/platform/db.server";

/** Whether the buyer wants to hear when the households were paid: said and taken back at any time. */
export async function setImpactConsent(db: Db, orderId: string, consents: boolean): Promise<void> {
  await db.$executeRaw`UPDATE customer_order SET impact_consent = ${consents} WHERE id = ${orderId}::uuid`;
}
