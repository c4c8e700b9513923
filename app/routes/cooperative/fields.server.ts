import { z } from "zod";
import { parsePercent } from "~/catalog/split-rule";
import { parseYuan, type Fen } from "~/kernel/money";
import { isDay } from "~/kernel/period";
import { parseWeight, type BaseUnit } from "~/kernel/quantity";

// Fields as people type them. Each reads its text and says in a sentence what it wants instead.

export function text(missing: string, longest: number) {
  return z.string({ error: missing }).trim().min(1, missing).max(longest, `最多 ${longest} 个字。`);
}

export function optionalText(longest: number) {
  return z
    .string()
    .trim()
    .max(longest, `最多 ${longest} 个字。`)
    .optional()
    .transform((typed) => typed ?? "");
}

export function chosenId(missing: string) {
  return z.uuid({ error: missing });
}

export function yuan(missing: string, wrong = "请填金额，例如 3.5 或 1,200。") {
  return z.string({ error: missing }).transform((typed, context) => parsed(parseYuan(typed), wrong, context));
}

export function optionalYuan(wrong = "请填金额，例如 3.5 或 1,200。") {
  return z
    .string()
    .optional()
    .transform((typed, context): Fen | undefined =>
      typed === undefined ? undefined : parsed(parseYuan(typed), wrong, context),
    );
}

export function day(missing: string) {
  return z
    .string({ error: missing })
    .transform((typed, context) =>
      parsed(isDay(typed.trim()) ? typed.trim() : undefined, "请按 2026-11-23 的样子填写日期。", context),
    );
}

export function wholeNumber(missing: string, wrong: string) {
  return z.string({ error: missing }).transform((typed, context) => {
    const digits = typed.normalize("NFKC").trim();
    return parsed(/^\d{1,9}$/.test(digits) ? Number(digits) : undefined, wrong, context);
  });
}

export const checkbox = z
  .string()
  .optional()
  .transform((typed) => typed !== undefined);

export const percent = (missing: string) =>
  z
    .string({ error: missing })
    .transform((typed, context) => parsed(parsePercent(typed), "请填 0 到 100 之间的百分数，例如 8 或 3.4。", context));

type Context = { addIssue: (issue: { code: "custom"; message: string }) => void };

function parsed<Value>(value: Value | undefined, wrong: string, context: Context): Value {
  if (value !== undefined) return value;
  context.addIssue({ code: "custom", message: wrong });
  return z.NEVER;
}

/** A quantity as typed, in a unit that another field names: nonsense is refused at once, the unit's own rules come after. */
export function quantityText(wrong: string) {
  return z
    .string()
    .optional()
    .transform((typed, context) => {
      const plain = typed?.normalize("NFKC").trim() ?? "";
      return parsed(plain === "" || /^\d{1,7}(\.\d{1,3})?$/.test(plain) ? plain : undefined, wrong, context);
    });
}

/** How somebody counts at the scale: 斤, kg, or pieces. */
export const COUNTING = ["jin", "kg", "piece"] as const;
export type Counting = (typeof COUNTING)[number];

/** Reads a quantity as it was counted into base units; "" is nothing. Undefined when it is no quantity. */
export function parseCounted(typed: string, counting: Counting): number | undefined {
  const plain = typed.normalize("NFKC").trim();
  if (plain === "") return 0;
  if (counting === "piece") return /^\d{1,7}$/.test(plain) ? Number(plain) : undefined;
  return parseWeight(plain, counting);
}

/** The countings a product allows: weights in 斤 or kg, pieces only as pieces. */
export function countingOf(baseUnit: BaseUnit, asked: string | null): Counting {
  if (baseUnit === "PIECE") return "piece";
  return asked === "kg" ? "kg" : "jin";
}
