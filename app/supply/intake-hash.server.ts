import { createHash } from "node:crypto";
import { dayOf } from "~/kernel/period";
import type { NewIntake } from "./insert-intake.server";

/**
 * SHA-256 of what the clerk entered, without the moment of sending: the same form sent again is the same delivery, a
 * form with anything else in it is not.
 */
export function intakeHash(intake: NewIntake): string {
  const text = (typed: string | null | undefined) => typed?.trim() ?? "";
  const entered = [
    "huhui-intake-1",
    intake.cooperativeId,
    intake.householdId ?? "OTHER",
    text(intake.supplierNote),
    intake.productId,
    intake.grade,
    intake.weighing.gross,
    intake.weighing.tare,
    intake.weighing.deduction,
    intake.settlementMode,
    intake.unitPriceFen?.toString() ?? "-",
    text(intake.weighedBy),
    text(intake.note),
    text(intake.paperNumber),
    text(intake.unusualReason),
    intake.conformity ?? "-",
    dayOf(intake.deliveredAt),
  ];
  return createHash("sha256").update(JSON.stringify(entered), "utf8").digest("hex");
}
