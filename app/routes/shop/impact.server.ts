import { toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { orderImpact, type DatedAmount } from "./impact-store.server";
import { orderReceipt, type OrderReceipt } from "./receipt-store.server";

/** The impact of a paid order as its pages draw it: plain numbers and days. */
export async function impactOf(orderId: string, given?: OrderReceipt) {
  const [receipt, impact] = await Promise.all([given ?? orderReceipt(db(), orderId), orderImpact(db(), orderId)]);
  const household = receipt.parts.find((part) => part.kind === "HOUSEHOLD");
  const dated = (amounts: readonly DatedAmount[]) =>
    amounts.map(({ day, amountFen }) => ({ day, amountFen: toNumber(amountFen) }));
  return {
    households: receipt.households,
    parts: receipt.parts.map((part) => ({ kind: part.kind, amountFen: toNumber(part.givenFen - part.takenFen) })),
    householdFen: household ? toNumber(household.givenFen - household.takenFen) : 0,
    pendingFen: household ? toNumber(household.pendingFen) : 0,
    payableFen: household ? toNumber(household.payableFen) : 0,
    postedOn: impact.postedAt && dayOf(impact.postedAt),
    closedOn: impact.closedOn,
    releasedOn: dated(impact.releasedOn),
    paidOn: impact.paidOn.map((paid) => ({ ...paid, amountFen: toNumber(paid.amountFen) })),
    refunds: impact.refunds.map(({ at, parts }) => ({
      day: dayOf(at),
      parts: parts.map(({ kind, amountFen }) => ({ kind, amountFen: toNumber(amountFen) })),
    })),
  };
}

export type Impact = Awaited<ReturnType<typeof impactOf>>;
