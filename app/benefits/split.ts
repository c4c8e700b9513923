import { allocate, percentOf, smaller, sum, type BasisPoints, type Fen } from "~/kernel/money";
import * as accounts from "./accounts";
import type { Account } from "./accounts";
import type { Flow } from "./flow";

export const PART_KINDS = [
  "PLATFORM_FEE",
  "PROCESSING",
  "VILLAGE",
  // 预售: the seller's share of goods that no lot stands for yet
  "PREORDER",
  "COOPERATIVE",
  "RESERVE",
  "OTHERS",
  "SERVICE_POINT",
  "HOUSEHOLD",
  "FREIGHT",
] as const;

export type PartKind = (typeof PART_KINDS)[number];

/** One row of a lot's frozen composition; householdId null = OTHER, unregistered suppliers. */
export type CompositionRow = {
  readonly householdId: string | null;
  readonly settlementMode: "CONSIGNED" | "BOUGHT_OUT" | "DIRECT";
  /** value weight: base units × grade price */
  readonly weight: bigint;
};

/** Base units of one lot taken for a line. */
export type Pick = {
  readonly lotId: string;
  readonly quantity: number;
  readonly composition: readonly CompositionRow[];
};

/** The frozen version of the split rule; `~/catalog/split-rule` has the same shape. */
export type SplitTerms = {
  /** cooperative's charge on consigned goods */
  readonly cooperativeBps: BasisPoints;
  /** part of that charge kept as the refund reserve */
  readonly reserveBps: BasisPoints;
  /** service point's charge on a direct sale */
  readonly servicePointBps: BasisPoints;
  /** village's part of the line net */
  readonly villageBps: BasisPoints;
};

export type GoodsLine = {
  readonly kind: "GOODS";
  readonly netFen: Fen;
  /** this line's share of the processing charge, frozen at placing */
  readonly processingFen: Fen;
  readonly platformBps: BasisPoints;
  readonly terms: SplitTerms;
  readonly seller: { readonly kind: "COOPERATIVE" | "HOUSEHOLD"; readonly id: string };
  /** helps a directly selling household; null = none */
  readonly servicePointId: string | null;
  /** the village the produce is from */
  readonly areaCode: string;
  readonly picks: readonly Pick[];
  /** pre-ordered, and not given a lot yet: the seller's share waits as one part */
  readonly awaitsLots?: boolean;
};

export type FreightLine = {
  readonly kind: "FREIGHT";
  readonly netFen: Fen;
  readonly processingFen: Fen;
  readonly shipperId: string;
};

export type SplittableLine = GoodsLine | FreightLine;

/** What one beneficiary has of a line. Always more than nothing. */
export type SplitPart = {
  /** position within the line's split, from 0: names the part in every later posting */
  readonly number: number;
  readonly kind: PartKind;
  readonly amountFen: Fen;
  /** where the sale puts it */
  readonly account: Account;
  readonly lotId: string | null;
  readonly householdId: string | null;
  readonly flow: Flow | null;
};

type Share = Omit<SplitPart, "number">;

/**
 * Splits a line's net over everybody behind it. The parts always add up to the net again and none is negative;
 * one part per kind, beneficiary, lot and flow; the same line gives the same parts for ever.
 * Order: platform fee, processing charge, village, then the seller's share. Percentages are rounded half up and
 * capped by what is left; what remains is the seller's.
 * Goods that await their lots give the seller's share as one part PREORDER; `splitPromised` moves it on.
 * Throws RangeError when goods have no picks or a lot's weights cannot carry money.
 */
export function splitLine(line: SplittableLine): SplitPart[] {
  const platformFee = line.kind === "GOODS" ? smaller(percentOf(line.netFen, line.platformBps), line.netFen) : 0n;
  const processing = smaller(line.processingFen, line.netFen - platformFee);
  const rest = line.netFen - platformFee - processing;
  const shares = [
    share("PLATFORM_FEE", platformFee, accounts.PLATFORM_FEES),
    share("PROCESSING", processing, accounts.PLATFORM_PROCESSING),
    ...(line.kind === "GOODS" ? shareGoods(line, rest) : [shareFreight(line, rest)]),
  ];
  return merged(shares.filter((one) => one.amountFen > 0n)).map((one, number) => ({ number, ...one }));
}

function shareFreight(line: FreightLine, rest: Fen): Share {
  return share("FREIGHT", rest, accounts.pending(accounts.freight(line.shipperId)));
}

function shareGoods(line: GoodsLine, rest: Fen): Share[] {
  const villagePart = smaller(percentOf(line.netFen, line.terms.villageBps), rest);
  const sellerShare = rest - villagePart;
  return [
    share("VILLAGE", villagePart, accounts.pending(accounts.village(line.areaCode))),
    ...shareSeller(line, sellerShare),
  ];
}

function shareSeller(line: GoodsLine, sellerShare: Fen): Share[] {
  if (line.awaitsLots) return [share("PREORDER", sellerShare, accounts.pending(accounts.cooperative(line.seller.id)))];
  return line.seller.kind === "HOUSEHOLD" ? shareDirectSale(line, sellerShare) : shareLots(line, sellerShare);
}

const TAKEN_AT_PAYMENT: readonly PartKind[] = ["PLATFORM_FEE", "PROCESSING", "VILLAGE"];

/**
 * Where a pre-order's waiting part goes once the line has picks: what is left of it (`remainingFen`), over the parts that
 * the lots' compositions give the seller's share. Nothing was refunded = exactly the split of goods in stock; what was,
 * is shared by all. The parts add up to `remainingFen`, and are numbered after the waiting one.
 */
export function splitPromised(line: GoodsLine, remainingFen: Fen): SplitPart[] {
  const parts = splitLine({ ...line, awaitsLots: false }).filter((part) => !TAKEN_AT_PAYMENT.includes(part.kind));
  if (remainingFen === 0n) return [];
  const amounts = allocate(
    remainingFen,
    parts.map((part) => part.amountFen),
  );
  return parts
    .map((part, i) => ({ ...part, number: part.number + 1, amountFen: amounts[i] ?? 0n }))
    .filter((part) => part.amountFen > 0n);
}

/** 自产自销: the household, less the charge of the service point that helps it. */
function shareDirectSale(line: GoodsLine, sellerShare: Fen): Share[] {
  const charge = line.servicePointId ? smaller(percentOf(sellerShare, line.terms.servicePointBps), sellerShare) : 0n;
  const byPick = allocate(sellerShare - charge, quantities(line.picks));
  return [
    share("SERVICE_POINT", charge, accounts.pending(accounts.servicePoint(line.servicePointId ?? ""))),
    ...line.picks.map((pick, i) => ({
      ...share("HOUSEHOLD", byPick[i] ?? 0n, accounts.pending(accounts.household(line.seller.id))),
      lotId: pick.lotId,
      householdId: line.seller.id,
      flow: "DIRECT_SALE" as const,
    })),
  ];
}

function shareLots(line: GoodsLine, sellerShare: Fen): Share[] {
  const byPick = allocate(sellerShare, quantities(line.picks));
  return line.picks.flatMap((pick, i) => sharePick(line, pick, byPick[i] ?? 0n));
}

/** One lot's amount over its frozen composition: consigned rows, bought-out rows, unregistered bought-out supply. */
function sharePick(line: GoodsLine, pick: Pick, amount: Fen): Share[] {
  const cooperativeId = line.seller.id;
  const consigned = pick.composition.filter((row) => row.settlementMode !== "BOUGHT_OUT").sort(byHousehold);
  const boughtOut = pick.composition.filter((row) => row.settlementMode === "BOUGHT_OUT");
  const [consignedAmount = 0n, boughtOutAmount = 0n, otherAmount = 0n] = allocate(amount, [
    weightOf(consigned),
    weightOf(boughtOut.filter((row) => row.householdId !== null)),
    weightOf(boughtOut.filter((row) => row.householdId === null)),
  ]);

  const charge = smaller(percentOf(consignedAmount, line.terms.cooperativeBps), consignedAmount);
  const kept = smaller(percentOf(charge, line.terms.reserveBps), charge);
  const rows =
    weightOf(consigned) > 0n
      ? allocate(
          consignedAmount - charge,
          consigned.map((row) => row.weight),
        )
      : [];

  const cooperativeAccount = accounts.pending(accounts.cooperative(cooperativeId));
  const othersAccount = accounts.pending(accounts.others(cooperativeId));
  const shares: Share[] = [
    { ...share("COOPERATIVE", charge - kept, cooperativeAccount), flow: "COOPERATIVE_CHARGE" },
    share("RESERVE", kept, cooperativeAccount),
    { ...share("COOPERATIVE", boughtOutAmount, cooperativeAccount), flow: "BOUGHT_OUT_GOODS" },
    ...consigned.map((row, i): Share => {
      const part = rows[i] ?? 0n;
      if (row.householdId === null) return share("OTHERS", part, othersAccount);
      return {
        ...share("HOUSEHOLD", part, accounts.pending(accounts.household(row.householdId))),
        householdId: row.householdId,
        flow: "CONSIGNED_SALE",
      };
    }),
    share("OTHERS", otherAmount, othersAccount),
  ];
  return shares.map((one) => ({ ...one, lotId: pick.lotId }));
}

function share(kind: PartKind, amountFen: Fen, account: Account): Share {
  return { kind, amountFen, account, lotId: null, householdId: null, flow: null };
}

function merged(shares: readonly Share[]): Share[] {
  const byBeneficiary = new Map<string, Share>();
  for (const one of shares) {
    const key = [one.kind, one.account, one.lotId, one.flow].join("|");
    const same = byBeneficiary.get(key);
    byBeneficiary.set(key, same ? { ...same, amountFen: same.amountFen + one.amountFen } : one);
  }
  return [...byBeneficiary.values()];
}

/** Households by id, OTHER last: the odd fen always goes to the same one. */
export function byHousehold(a: { householdId: string | null }, b: { householdId: string | null }): number {
  if (a.householdId === b.householdId) return 0;
  if (a.householdId === null) return 1;
  if (b.householdId === null) return -1;
  return a.householdId < b.householdId ? -1 : 1;
}

function quantities(picks: readonly Pick[]): bigint[] {
  return picks.map((pick) => BigInt(pick.quantity));
}

function weightOf(rows: readonly CompositionRow[]): bigint {
  return sum(rows.map((row) => row.weight));
}

/**
 * Where a part's money goes when the claim window is over; undefined for the platform's own parts, which do not wait, and
 * for a pre-order's, which waits for its lots. The reserve part waits with the cooperative and is moved only now.
 */
export function releasedAccount(part: { readonly kind: PartKind; readonly account: Account }): Account | undefined {
  if (part.kind === "PLATFORM_FEE" || part.kind === "PROCESSING" || part.kind === "PREORDER") return undefined;
  if (part.kind === "RESERVE") return part.account.replace(/:pending$/, ":reserve") as Account;
  return part.account.replace(/:pending$/, ":payable") as Account;
}
