import { headsWords } from "~/households/head-count";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { jin, kilograms } from "~/kernel/quantity";
import type { BundledLine, BundledPosting } from "~/settlement/audit-bundle";
import type { LoadedBundle } from "~/settlement/audit-bundle-store.server";
import {
  classSteps,
  isPicked,
  isWeighed,
  lineSteps,
  slipSteps,
  totalSteps,
  voucherSteps,
  type Step,
} from "~/settlement/audit-path";
import { unchangedIn } from "~/settlement/check-bundle-hashes.server";
import { MODE_WORDS } from "~/supply/settlement-mode";
import { accountWords } from "../consoles/account-words";
import { journalWords } from "../consoles/journal-words";
import { PART_WORDS } from "../consoles/part-words";
import { refundReason, refundState } from "../consoles/refund-words";
import { CLASS_WORDS, FLOW_WORDS } from "./words";

/** A bundle in words, level by level: what the audit page draws. */
export function auditView({ bundle, entries, record }: LoadedBundle) {
  const unchanged = unchangedIn(bundle);
  const voucherOf = new Map(bundle.vouchers.map((voucher) => [voucher.id, voucher]));
  const journalOf = new Map(bundle.journals.map((journal) => [journal.id, journal]));
  const sealOf = new Map(
    bundle.seals.flatMap(({ day, chain }) => chain.map((seal) => [seal.journalId, { day, sequence: seal.sequence }])),
  );
  const fen = (text: string) => toNumber(BigInt(text));
  return {
    totals: {
      accruedFen: fen(bundle.totals.accruedFen),
      paidFen: fen(bundle.totals.paidFen),
      costFen: fen(bundle.totals.costFen),
      declaredNetFen: fen(bundle.totals.declaredNetFen),
      completeNetFen: fen(bundle.totals.completeNetFen),
      perHeadFen: bundle.totals.perHeadFen === null ? null : fen(bundle.totals.perHeadFen),
      heads: headsWords(record.heads),
      classMap: bundle.classMap.version,
    },
    steps: shown(totalSteps(bundle)),
    classes: bundle.classes.map((one) => ({
      name: CLASS_WORDS[one.incomeClass as keyof typeof CLASS_WORDS],
      steps: shown(classSteps(one)),
      accruedFen: fen(one.accruedFen),
      paidFen: fen(one.paidFen),
      pendingFen: fen(one.pendingFen),
      entries: entries
        .filter((entry) => entry.incomeClass === one.incomeClass)
        .map((entry) => {
          const journal = journalOf.get(entry.journalId);
          const posting = journal?.postings[entry.position];
          const voucher = journal && voucherOf.get(journal.sourceId);
          return {
            journalId: entry.journalId,
            position: entry.position,
            at: minuteOf(entry.occurredAt),
            kind: journalWords(entry.kind),
            title: entry.title,
            flow: FLOW_WORDS[entry.flow],
            stable: entry.stable,
            way: posting ? `${accountWords(posting.source)} → ${accountWords(posting.destination)}` : "—",
            paper: voucher?.voucherNumber ?? paperOf(entry),
            pendingFen: toNumber(entry.pendingFen),
            accruedFen: toNumber(entry.accruedFen),
            paidFen: toNumber(entry.paidFen),
          };
        }),
    })),
    vouchers: bundle.vouchers.map((voucher) => ({
      id: voucher.id,
      number: voucher.voucherNumber ?? "—",
      batch: voucher.batchNumber,
      payer: accountWords(voucher.payerAccount),
      reference: voucher.bankReference ?? "—",
      at: voucher.paidAt === null ? "—" : minuteOf(new Date(voucher.paidAt)),
      amountFen: fen(voucher.amountFen),
      returned: voucher.state === "RETURNED",
      steps: shown(voucherSteps(bundle, voucher.id)),
    })),
    slips: bundle.slips.map((slip) => ({
      id: slip.id,
      number: slip.number,
      at: minuteOf(new Date(slip.deliveredAt)),
      product: `${slip.product}，${slip.grade}`,
      net: quantityText(slip.net, slip.baseUnit),
      weighing: `${quantityText(slip.gross, slip.baseUnit)} − ${quantityText(slip.tare, slip.baseUnit)} − ${quantityText(slip.deduction, slip.baseUnit)}`,
      mode: MODE_WORDS[slip.settlementMode as keyof typeof MODE_WORDS] ?? slip.settlementMode,
      unitPriceFen: slip.unitPriceFen === null ? null : fen(slip.unitPriceFen),
      amountFen: slip.amountFen === null ? null : fen(slip.amountFen),
      weighedBy: slip.weighedBy,
      photo: slip.photoSha256,
      weighed: isWeighed(slip),
      steps: shown(slipSteps(bundle, slip)),
    })),
    payouts: bundle.payouts.map((payout) => ({
      id: payout.id,
      flow: FLOW_WORDS[payout.flow as keyof typeof FLOW_WORDS],
      basis: payout.basis,
      amountFen: fen(payout.amountFen),
    })),
    lines: bundle.lines.map((line) => lineView(bundle, line, unchanged.lots)),
    journals: bundle.journals.map((journal) => ({
      id: journal.id,
      at: minuteOf(new Date(journal.occurredAt)),
      kind: journalWords(journal.kind),
      period: journal.period,
      memo: journal.memo,
      hash: journal.contentHash,
      unchanged: unchanged.journals.has(journal.id),
      seal: sealOf.get(journal.id) ?? null,
    })),
    seals: bundle.seals.map(({ day, published }) => ({ day, ...published })),
  };
}

export type AuditView = ReturnType<typeof auditView>;

function lineView(bundle: LoadedBundle["bundle"], line: BundledLine, unchangedLots: ReadonlySet<string>) {
  const fen = (text: string) => toNumber(BigInt(text));
  const order = bundle.orders.find(({ id }) => id === line.orderId);
  const refunds = bundle.refunds.filter(({ lines }) => lines.some(({ orderLineId }) => orderLineId === line.id));
  return {
    id: line.id,
    title: `${line.title} ×${line.quantity}`,
    orderNumber: order?.number ?? "—",
    rule: line.splitRule ?? "—",
    netFen: fen(line.netFen),
    parts: partsOf(bundle, line),
    picks: line.picks.map((pick) => {
      const lot = bundle.lots.find(({ id }) => id === pick.lotId);
      const mine = lot?.rows.filter(({ householdId }) => householdId === bundle.household.id) ?? [];
      return {
        code: lot?.code ?? "—",
        quantity: pick.quantity,
        released: pick.released,
        hash: lot?.compositionHash ?? "—",
        unchanged: lot !== undefined && unchangedLots.has(lot.id),
        suppliers: lot?.rows.length ?? 0,
        share: lot === undefined ? "—" : `${mine.reduce((all, row) => all + row.quantity, 0)} / ${lot.quantity}`,
      };
    }),
    payment: {
      id: order?.paymentIntentId ?? "—",
      at: order?.paidAt === null || order === undefined ? "—" : minuteOf(new Date(order.paidAt)),
      amountFen: order?.paidFen === null || order === undefined ? null : fen(order.paidFen),
    },
    refunds: refunds.map((refund) => ({
      id: refund.id,
      at: minuteOf(new Date(refund.requestedAt)),
      reason: refundReason(refund.reason),
      state: refundState(refund.state),
      fen: fen(refund.lines.find(({ orderLineId }) => orderLineId === line.id)?.amountFen ?? "0"),
    })),
    picked: isPicked(line),
    steps: shown(lineSteps(bundle, line)),
  };
}

/** The parts of a sold line out of the ledger: given, taken back. Other households are counted, not named. */
function partsOf(bundle: LoadedBundle["bundle"], line: BundledLine) {
  const numbers = new Map<number, { posting: BundledPosting; given: bigint; taken: bigint }>();
  for (const posting of bundle.journals.flatMap(({ postings }) => postings)) {
    if (posting.orderLineId !== line.id || posting.partNumber === null) continue;
    const part = numbers.get(posting.partNumber) ?? { posting, given: 0n, taken: 0n };
    const amount = BigInt(posting.amountFen);
    if (posting.source.startsWith("order:")) Object.assign(part, { posting, given: part.given + amount });
    if (posting.destination.startsWith("order:")) part.taken += amount;
    numbers.set(posting.partNumber, part);
  }
  return [...numbers]
    .toSorted(([a], [b]) => a - b)
    .map(([number, { posting, given, taken }]) => ({
      number,
      word: PART_WORDS[posting.part as keyof typeof PART_WORDS],
      household: posting.part === "HOUSEHOLD",
      mine: posting.householdId === bundle.household.id,
      givenFen: toNumber(given),
      takenFen: toNumber(taken),
      remainingFen: toNumber(given - taken),
    }));
}

function paperOf(entry: LoadedBundle["entries"][number]): string {
  if (entry.intakeId !== null) return "入库单";
  if (entry.payoutId !== null) return "发放依据";
  return entry.orderLineId === null ? "—" : "订单行";
}

function shown(steps: readonly Step[]) {
  return steps.map(({ name, ok, shownFen, summedFen }) => ({
    name,
    ok,
    shownFen: toNumber(shownFen),
    summedFen: toNumber(summedFen),
  }));
}

function quantityText(quantity: number, unit: string): string {
  return unit === "GRAM" ? `${kilograms(quantity)} 千克（${jin(quantity)} 斤）` : `${quantity} 件`;
}
