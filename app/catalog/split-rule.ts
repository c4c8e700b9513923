import type { BasisPoints } from "~/kernel/money";

/** One version of how a seller's share is split; an order line keeps the version it was placed under. */
export type SplitRuleTerms = {
  readonly id: string;
  /** cooperative's charge on consigned goods */
  readonly cooperativeBps: BasisPoints;
  /** part of that charge kept as the cooperative's refund reserve */
  readonly reserveBps: BasisPoints;
  /** service point's charge on a direct sale */
  readonly servicePointBps: BasisPoints;
  /** village's part of the line net; 0 = none */
  readonly villageBps: BasisPoints;
};

export type SplitRuleRates = Omit<SplitRuleTerms, "id">;

/** Charges on the household's goods stay below half: what is sold here reaches households first. */
export const HIGHEST_CHARGE_BPS = 5_000;

export type SplitRuleProblem =
  | { readonly kind: "not-a-rate"; readonly field: keyof SplitRuleRates }
  | { readonly kind: "too-much-taken"; readonly takenBps: BasisPoints };

/** The first thing wrong with the rates; undefined when they may be a rule. */
export function splitRuleProblem(rates: SplitRuleRates): SplitRuleProblem | undefined {
  const fields = ["cooperativeBps", "reserveBps", "servicePointBps", "villageBps"] as const;
  const bad = fields.find((field) => !isRate(rates[field]));
  if (bad) return { kind: "not-a-rate", field: bad };
  // A sale is either a cooperative's or direct: the two charges never meet on one line.
  const takenBps = Math.max(rates.cooperativeBps, rates.servicePointBps) + rates.villageBps;
  return takenBps >= HIGHEST_CHARGE_BPS ? { kind: "too-much-taken", takenBps } : undefined;
}

function isRate(bps: BasisPoints): boolean {
  return Number.isInteger(bps) && bps >= 0 && bps <= 10_000;
}

export function explainSplitRuleProblem(problem: SplitRuleProblem): string {
  switch (problem.kind) {
    case "not-a-rate":
      return "比例要在 0% 到 100% 之间，最多两位小数。";
    case "too-much-taken":
      return `合作社（或服务点）与村集体合计提取 ${percentWords(problem.takenBps)}，必须低于 50%。`;
  }
}

/** "8%", "3.4%": basis points for people. */
export function percentWords(bps: BasisPoints): string {
  return `${(bps / 100).toFixed(2).replace(/\.?0+$/, "")}%`;
}

/** Reads "8", "3.4 %" or "０.５％" as basis points; undefined when it is no rate from 0 to 100 % in hundredths. */
export function parsePercent(text: string): BasisPoints | undefined {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(text.normalize("NFKC").trim());
  if (!match) return undefined;
  const bps = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return bps <= 10_000 ? bps : undefined;
}
