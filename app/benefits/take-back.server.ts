import type { Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import {
  BANK_PLATFORM,
  freight,
  FUNDS_PLATFORM,
  fundsOfCooperative,
  fundsOfShipper,
  orderAccount,
  payable,
  reserve,
  type Account,
} from "./accounts";
import { reverseAttribution } from "./attribution";
import { remainingAttributions, type LineAttribution } from "./attribution-store.server";
import type { Posting } from "./journal";
import { lockBalances } from "./journal-store.server";
import { lineParts, remainingOf, type LinePart } from "./line-part-store.server";
import { planRefund, spreadRefund, type Bearer, type PartToTake } from "./refund-spread";
import { lockSoldOrder, soldLines, type SoldLine } from "./sold-line-store.server";
import { releasedAccount } from "./split";

/** Who bears what cannot be taken back. A household that sells directly is never a bearer: the platform is. */
export type BearerRule = "SELLER" | "SHIPPER" | "PLATFORM";

export type TakenBack = {
  /** from the beneficiaries and bearers into the order's account */
  readonly postings: readonly Posting[];
  readonly reversals: readonly LineAttribution[];
};

/**
 * Works out who gives back `takeFen` of each line: over the remaining parts, from where each part's money is now.
 * Locks the order, then the stored balances it decides by. Throws RangeError beyond what remains of a line.
 */
export async function takeBack(
  tx: Transaction,
  request: {
    readonly orderId: string;
    readonly bearer: BearerRule;
    readonly lines: readonly { readonly orderLineId: string; readonly takeFen: Fen }[];
  },
): Promise<TakenBack> {
  if (!(await lockSoldOrder(tx, request.orderId))) throw new Error(`there is no order ${request.orderId} to refund`);
  const sold = new Map((await soldLines(tx, request.orderId)).map((line) => [line.id, line]));
  const lineIds = request.lines.map((line) => line.orderLineId);

  let parts = await lineParts(tx, lineIds);
  const bearersOf = await bearers(tx, request, sold, parts);
  // A disbursement may have come between the first look and the lock; a release cannot: it locks the order.
  if (parts.some((part) => part.releasedFen > 0n)) parts = await lineParts(tx, lineIds);
  const underWay = await paymentsUnderWay(tx, parts);

  const postings: Posting[] = [];
  let balances = bearersOf.balances;
  for (const { orderLineId, takeFen } of request.lines) {
    const line = sold.get(orderLineId);
    if (!line) throw new Error(`line ${orderLineId} is not of order ${request.orderId}`);
    const own = parts.filter((part) => part.orderLineId === orderLineId);
    const takes = spreadRefund(
      takeFen,
      own.map((part) => ({ number: part.number, remainingFen: remainingOf(part) })),
    );
    const asked = own.flatMap((part) => partToTake(part, takes.get(part.number) ?? 0n, line, underWay));
    const plan = planRefund(asked, balances, bearersOf.of(line));
    balances = plan.balances;
    for (const take of plan.takes) {
      const part = own.find((one) => one.number === take.number);
      if (!part) throw new Error(`part ${take.number} of line ${orderLineId} is gone`);
      postings.push({
        source: take.source,
        destination: orderAccount(request.orderId),
        amountFen: take.amountFen,
        part: part.kind,
        partNumber: part.number,
        orderLineId,
        lotId: part.lotId,
        householdId: take.covered ? null : part.householdId,
        cooperativeId: part.cooperativeId,
        flow: take.covered ? null : part.flow,
      });
    }
  }
  return { postings, reversals: await reversals(tx, request.lines, sold) };
}

function partToTake(
  part: LinePart,
  takeFen: Fen,
  line: SoldLine,
  underWay: ReadonlyMap<Account, Date>,
): readonly PartToTake[] {
  if (takeFen === 0n) return [];
  const released = releasedAccount(part);
  const cutoff = released && underWay.get(released);
  // Already ordered at the bank: as good as paid, and a household that is paid is not clawed back.
  const isOnItsWay = cutoff !== undefined && line.releasedAt !== null && line.releasedAt <= cutoff;
  return [
    {
      number: part.number,
      kind: part.kind,
      takeFen,
      account: part.account,
      waitingFen: part.waitingFen,
      releasedAccount: released,
      releasedFen: isOnItsWay ? 0n : part.releasedFen,
    },
  ];
}

/** Reserve, then funds: the accounts that bear for each line's seller or shipper, locked together with the parties'. */
async function bearers(
  tx: Transaction,
  request: { readonly bearer: BearerRule },
  sold: ReadonlyMap<string, SoldLine>,
  parts: readonly LinePart[],
): Promise<{ balances: ReadonlyMap<Account, Fen>; of: (line: SoldLine) => readonly Bearer[] }> {
  const lines = [...sold.values()].filter((line) => parts.some((part) => part.orderLineId === line.id));
  const released = parts.flatMap((part) => (part.releasedFen > 0n ? (releasedAccount(part) ?? []) : []));
  const reserves =
    request.bearer === "SELLER"
      ? lines.flatMap((line) => (line.sellerKind === "COOPERATIVE" ? [reserve(line.sellerId)] : []))
      : [];
  const carriage = request.bearer === "SHIPPER" ? lines.map((line) => payable(freight(line.shipperId))) : [];
  const balances = await lockBalances(tx, [...released, ...reserves, ...carriage]);
  const debts = request.bearer === "SHIPPER" ? await shippersDebts(tx, lines) : new Map<Account, Fen>();

  function of(line: SoldLine): readonly Bearer[] {
    const platform: Bearer = { account: FUNDS_PLATFORM, limitFen: null };
    if (request.bearer === "PLATFORM") return [platform];
    if (request.bearer === "SHIPPER") {
      // up to what the shipper has to come: its debt is netted from that, the rest is the platform's
      const toCome = balances.get(payable(freight(line.shipperId))) ?? 0n;
      const debt = debts.get(fundsOfShipper(line.shipperId)) ?? 0n;
      const limitFen = toCome > debt ? toCome - debt : 0n;
      return [{ account: fundsOfShipper(line.shipperId), limitFen }, platform];
    }
    if (line.sellerKind === "HOUSEHOLD") return [platform];
    const reserveAccount = reserve(line.sellerId);
    return [
      { account: reserveAccount, limitFen: balances.get(reserveAccount) ?? 0n },
      { account: fundsOfCooperative(line.sellerId), limitFen: null },
    ];
  }
  return { balances, of };
}

async function shippersDebts(tx: Transaction, lines: readonly SoldLine[]): Promise<Map<Account, Fen>> {
  const accounts = [...new Set(lines.map((line) => fundsOfShipper(line.shipperId)))];
  const rows = await tx.$queryRaw<{ account: Account; debtFen: Fen }[]>`
    SELECT account, debt_fen AS "debtFen" FROM outstanding_debt WHERE account = ANY (${accounts}::text[])`;
  return new Map(rows.map((row) => [row.account, row.debtFen]));
}

/** Payable accounts whose disbursement is approved and not answered by the bank yet, with its cutoff. */
async function paymentsUnderWay(tx: Transaction, parts: readonly LinePart[]): Promise<Map<Account, Date>> {
  const accounts = [...new Set(parts.flatMap((part) => (part.releasedFen > 0n ? (releasedAccount(part) ?? []) : [])))];
  if (accounts.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ account: Account; cutoffAt: Date }[]>`
    SELECT d.payee_account AS account, b.cutoff_at AS "cutoffAt"
    FROM disbursement d JOIN disbursement_batch b ON b.id = d.batch_id
    WHERE d.payee_account = ANY (${accounts}::text[]) AND d.state = 'PREPARED' AND b.state = 'APPROVED'
      AND b.payer_account = ${BANK_PLATFORM}`;
  return new Map(rows.map((row) => [row.account, row.cutoffAt]));
}

async function reversals(
  tx: Transaction,
  lines: readonly { readonly orderLineId: string; readonly takeFen: Fen }[],
  sold: ReadonlyMap<string, SoldLine>,
): Promise<LineAttribution[]> {
  const goods = lines.filter((line) => {
    const known = sold.get(line.orderLineId);
    return known?.kind === "GOODS" && !known.awaitsLots && line.takeFen > 0n;
  });
  const remaining = await remainingAttributions(
    tx,
    goods.map((line) => line.orderLineId),
  );
  return goods.map(({ orderLineId, takeFen }) => ({
    orderLineId,
    shares: reverseAttribution(remaining.find((line) => line.orderLineId === orderLineId)?.shares ?? [], takeFen),
  }));
}
