import { priceOf, sum } from "~/kernel/money";
import { pricedPer, type BaseUnit } from "~/kernel/quantity";
import type { AuditBundle, BundledLine, BundledSlip } from "./audit-bundle";

/** A figure of the path beside the same summed from what is below it. */
export type Step = {
  readonly name: string;
  readonly ok: boolean;
  readonly shownFen: bigint;
  readonly summedFen: bigint;
};

function step(name: string, shownFen: bigint, summedFen: bigint): Step {
  return { name, ok: shownFen === summedFen, shownFen, summedFen };
}

const total = (fens: readonly string[]) => sum(fens.map(BigInt));

/** 总额 ← 类别: what counts, without EXCLUDED. */
export function totalSteps(bundle: AuditBundle): Step[] {
  const counted = bundle.classes.filter(({ incomeClass }) => incomeClass !== "EXCLUDED");
  const { totals } = bundle;
  const declared = bundle.declarations.filter(({ incomeClass }) => incomeClass !== "EXCLUDED");
  const costFen = total(bundle.costs.map(({ amountFen }) => amountFen));
  const declaredFen = sum(declared.map(({ grossFen, costFen: cost }) => BigInt(grossFen) - BigInt(cost)));
  const paidFen = total(counted.map((one) => one.paidFen));
  return [
    step("已付 = 各类之和", BigInt(totals.paidFen), paidFen),
    step("应计 = 各类之和", BigInt(totals.accruedFen), total(counted.map((one) => one.accruedFen))),
    step("生产费用 = 各笔之和", BigInt(totals.costFen), costFen),
    step("申报净收入 = 各条之和", BigInt(totals.declaredNetFen), declaredFen),
    step("全部净收入 = 已付 − 费用 + 申报", BigInt(totals.completeNetFen), paidFen - costFen + declaredFen),
  ];
}

/** 类别 ← 分录. */
export function classSteps(one: AuditBundle["classes"][number]): Step[] {
  return [
    step("已付 = 分录之和", BigInt(one.paidFen), total(one.entries.map((entry) => entry.paidFen))),
    step("应计 = 分录之和", BigInt(one.accruedFen), total(one.entries.map((entry) => entry.accruedFen))),
  ];
}

/** 凭证 ← 付款的分录: what the bank paid is what the ledger took off the household's account. */
export function voucherSteps(bundle: AuditBundle, voucherId: string): Step[] {
  const voucher = bundle.vouchers.find(({ id }) => id === voucherId);
  const journals = bundle.journals.filter((one) => one.kind === "DISBURSEMENT" && one.sourceId === voucherId);
  if (!voucher || journals.length === 0) return [];
  return [
    step(
      "凭证金额 = 付款分录之和",
      BigInt(voucher.amountFen),
      total(journals.flatMap((journal) => journal.postings.map(({ amountFen }) => amountFen))),
    ),
  ];
}

/** 订单行 ← 各份, 退款, 归属. */
export function lineSteps(bundle: AuditBundle, line: BundledLine): Step[] {
  const postings = bundle.journals.flatMap((journal) =>
    journal.postings
      .filter((posting) => posting.orderLineId === line.id && posting.partNumber !== null)
      .map((posting) => ({ ...posting, kind: journal.kind })),
  );
  const given = total(postings.filter(({ source }) => source.startsWith("order:")).map(({ amountFen }) => amountFen));
  const taken = postings.filter(({ destination }) => destination.startsWith("order:"));
  const lost = total(taken.filter(({ kind }) => kind === "DISPUTE_LOST").map(({ amountFen }) => amountFen));
  const refunded = sum(
    bundle.refunds
      .flatMap(({ lines }) => lines)
      .filter(({ orderLineId }) => orderLineId === line.id)
      .map(({ amountFen, discountBackFen }) => BigInt(amountFen) + BigInt(discountBackFen)),
  );
  const remaining = given - total(taken.map(({ amountFen }) => amountFen));
  return [
    step("成交额 = 各份之和", BigInt(line.netFen), given),
    step("现余 = 成交额 − 退款", BigInt(line.netFen) - refunded - lost, remaining),
    step("带动销售额的归属 = 现余", BigInt(line.attributedFen), line.kind === "GOODS" ? remaining : 0n),
  ];
}

/** Base units picked are those sold; picks that were given back count for nothing. */
export function isPicked(line: BundledLine): boolean {
  const held = line.picks.filter(({ released }) => !released);
  if (held.length === 0) return true;
  return held.reduce((all, { quantity }) => all + quantity, 0) === line.quantity * line.packQuantity;
}

/** 入库单 ← 净重 × 单价, and what was posted for it. */
export function slipSteps(bundle: AuditBundle, slip: BundledSlip): Step[] {
  if (slip.amountFen === null || slip.unitPriceFen === null || slip.net < 0) return [];
  const amount = BigInt(slip.amountFen);
  const worked = priceOf(slip.net, BigInt(slip.unitPriceFen), pricedPer(slip.baseUnit as BaseUnit));
  const posted = bundle.journals
    .filter((journal) => journal.kind === "INTAKE" && journal.sourceId === slip.id)
    .flatMap(({ postings }) => postings.map(({ amountFen }) => amountFen));
  return [
    step("金额 = 净重 × 单价", amount, worked),
    ...(posted.length === 0 ? [] : [step("记账 = 金额", total(posted), amount)]),
  ];
}

export function isWeighed(slip: BundledSlip): boolean {
  return slip.net === slip.gross - slip.tare - slip.deduction;
}
