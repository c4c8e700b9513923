import { priceOf, type Fen } from "~/kernel/money";
import { pricedPer, type BaseUnit } from "~/kernel/quantity";
import { failed, succeeded, type Result } from "~/kernel/result";
import { isPaidAtIntake, type IntakeMode } from "./settlement-mode";

/** What the scale and the clerk said, in base units: grams, or pieces. */
export type Weighing = { readonly gross: number; readonly tare: number; readonly deduction: number };

export type WeighingProblem =
  | { readonly kind: "bad-gross" }
  | { readonly kind: "bad-tare" }
  | { readonly kind: "bad-deduction" }
  | { readonly kind: "nothing-left"; readonly net: number };

/** 20 t: more than a lorry brings at once. The columns hold far less than a safe integer. */
export const LARGEST_QUANTITY = 20_000_000;

/** net = gross − tare − deduction, more than nothing. */
export function netOf(weighing: Weighing): Result<number, WeighingProblem> {
  const { gross, tare, deduction } = weighing;
  if (!isQuantity(gross) || gross === 0) return failed({ kind: "bad-gross" });
  if (!isQuantity(tare)) return failed({ kind: "bad-tare" });
  if (!isQuantity(deduction)) return failed({ kind: "bad-deduction" });
  const net = gross - tare - deduction;
  return net > 0 ? succeeded(net) : failed({ kind: "nothing-left", net });
}

function isQuantity(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity >= 0 && quantity <= LARGEST_QUANTITY;
}

/**
 * What the household is owed at intake: net × price for goods bought out or paid in advance, null for consigned goods,
 * which bring their income when they are sold.
 */
export function amountAtIntake(intake: {
  readonly settlementMode: IntakeMode;
  readonly net: number;
  readonly baseUnit: BaseUnit;
  readonly unitPriceFen: Fen | null;
}): Fen | null {
  if (!isPaidAtIntake(intake.settlementMode) || intake.unitPriceFen === null) return null;
  return priceOf(intake.net, intake.unitPriceFen, pricedPer(intake.baseUnit));
}

export function explainWeighingProblem(problem: WeighingProblem): string {
  switch (problem.kind) {
    case "bad-gross":
      return "毛重要大于零，且不超过 20 吨。";
    case "bad-tare":
      return "皮重不能小于零。";
    case "bad-deduction":
      return "扣杂不能小于零。";
    case "nothing-left":
      return "毛重减去皮重和扣杂后没有净重，请核对。";
  }
}
