import type { BasisPoints, Fen } from "~/kernel/money";

/** One version of what the platform and the payment processor charge; an order keeps the version it was placed under. */
export type FeeScheduleTerms = {
  readonly id: string;
  /** platform fee on goods */
  readonly platformBps: BasisPoints;
  /** processing charge on the order's total, spread over its lines */
  readonly processingBps: BasisPoints;
  readonly processingFixedFen: Fen;
};

export type FeeScheduleRates = Omit<FeeScheduleTerms, "id">;

/** Above these a rate is a slip of the finger: no shop of this kind takes a fifth, no processor a tenth or ten yuan a payment. */
const HIGHEST_PLATFORM_BPS = 2_000;
const HIGHEST_PROCESSING_BPS = 1_000;
const HIGHEST_FIXED_FEN = 1_000n;

export type FeeScheduleProblem =
  | { readonly kind: "bad-platform-rate" }
  | { readonly kind: "bad-processing-rate" }
  | { readonly kind: "bad-fixed-charge" };

/** The first thing wrong with the rates; undefined when they may be a schedule. */
export function feeScheduleProblem(rates: FeeScheduleRates): FeeScheduleProblem | undefined {
  if (!isRate(rates.platformBps, HIGHEST_PLATFORM_BPS)) return { kind: "bad-platform-rate" };
  if (!isRate(rates.processingBps, HIGHEST_PROCESSING_BPS)) return { kind: "bad-processing-rate" };
  const fixed = rates.processingFixedFen;
  return fixed < 0n || fixed > HIGHEST_FIXED_FEN ? { kind: "bad-fixed-charge" } : undefined;
}

function isRate(bps: BasisPoints, highest: BasisPoints): boolean {
  return Number.isInteger(bps) && bps >= 0 && bps <= highest;
}

export function explainFeeScheduleProblem(problem: FeeScheduleProblem): string {
  switch (problem.kind) {
    case "bad-platform-rate":
      return "平台服务费要在 0% 到 20% 之间。";
    case "bad-processing-rate":
      return "支付手续费比例要在 0% 到 10% 之间。";
    case "bad-fixed-charge":
      return "每笔支付的固定费用要在 0 到 10 元之间。";
  }
}
