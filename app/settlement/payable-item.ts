import { smaller, type Fen } from "~/kernel/money";
import type { Account } from "~/benefits/accounts";
import type { Flow } from "~/benefits/flow";
import type { Posting } from "~/benefits/journal";
import type { PartKind } from "~/benefits/split";

/** One thing that is owed to a payee: a part of a sold line, a delivery, or a payout, as far as it is not paid. */
export type PayableItem = {
  readonly account: Account;
  readonly amountFen: Fen;
  readonly part: PartKind | null;
  readonly partNumber: number | null;
  readonly orderLineId: string | null;
  readonly lotId: string | null;
  readonly intakeId: string | null;
  readonly payoutId: string | null;
  readonly householdId: string | null;
  readonly cooperativeId: string | null;
  readonly flow: Flow | null;
};

/** The first items that make up exactly `amountFen`, the last one in part. Throws RangeError when they do not reach. */
export function firstItems(items: readonly PayableItem[], amountFen: Fen): PayableItem[] {
  const taken: PayableItem[] = [];
  let rest = amountFen;
  for (const item of items) {
    if (rest === 0n) break;
    const amount = smaller(item.amountFen, rest);
    taken.push({ ...item, amountFen: amount });
    rest -= amount;
  }
  if (rest > 0n) throw new RangeError("less is payable than is to be paid");
  return taken;
}

/** Each item leaves the payee's account by itself: a voucher opens to its lines, and a refund sees what was paid. */
export function paying(items: readonly PayableItem[], destination: Account): Posting[] {
  return items.map(({ account, ...item }) => ({ ...item, source: account, destination }));
}

export function byAccount(items: readonly PayableItem[]): Map<Account, PayableItem[]> {
  const accounts = new Map<Account, PayableItem[]>();
  for (const item of items) {
    const own = accounts.get(item.account);
    if (own) own.push(item);
    else accounts.set(item.account, [item]);
  }
  return accounts;
}
