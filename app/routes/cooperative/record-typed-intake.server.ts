import type { z } from "zod";
import type { Actor } from "~/access/actor";
import { recordIntake } from "~/benefits/record-intake.server";
import { addHours, dayOf, startOfDay } from "~/kernel/period";
import { failed, type Result } from "~/kernel/result";
import type { StoredIntake } from "~/supply/insert-intake.server";
import { explainIntakeFailure, type IntakeFailure } from "~/supply/intake-failure";
import { storedPrice } from "./counting-words";
import type { intakeForm } from "./intake-form.server";

/** Records a delivery as it was typed, on the page or on a phone without network; a refusal names its field. */
export async function recordTyped(
  actor: Actor,
  typed: z.output<typeof intakeForm>,
  now: Date,
): Promise<Result<StoredIntake, { readonly field: string; readonly message: string }>> {
  const { householdId, unit, gross, tare, deduction, mode, price, slip: _slip, deliveredOn, ...rest } = typed;
  const recorded = await recordIntake({
    ...rest,
    actor,
    householdId: householdId === "other" ? null : householdId,
    weighing: { gross, tare, deduction },
    settlementMode: mode,
    unitPriceFen: price === undefined ? null : storedPrice(price, unit),
    conformity: rest.conformity ?? null,
    deliveredAt: instantOf(deliveredOn, now),
    now,
  });
  if (recorded.ok) return recorded;
  return failed({ field: fieldOf(recorded.failure), message: explainIntakeFailure(recorded.failure) });
}

/** Today is now; an earlier day is its noon. */
function instantOf(day: string, now: Date): Date {
  return day === dayOf(now) ? now : addHours(startOfDay(day), 12);
}

function fieldOf(failure: IntakeFailure): string {
  switch (failure.kind) {
    case "bad-weighing":
      return { "bad-gross": "gross", "bad-tare": "tare", "bad-deduction": "deduction", "nothing-left": "gross" }[
        failure.problem.kind
      ];
    case "price-missing":
    case "bad-price":
      return "price";
    case "no-such-grade":
      return "grade";
    case "nobody-weighed":
      return "weighedBy";
    case "delivered-in-the-future":
      return "deliveredOn";
    case "paper-number-used":
      return "paperNumber";
    case "unusual-weight":
      return "unusualReason";
    default:
      return "";
  }
}
