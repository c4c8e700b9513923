import type { PartKind } from "~/benefits/split";
import { sum, type Fen } from "~/kernel/money";
import type { SplitPart } from "~/ui/split-bar";
import type { Messages } from "./messages/messages";

type Tone = SplitPart["tone"];

const TONES = {
  HOUSEHOLD: "household",
  COOPERATIVE: "cooperative",
  RESERVE: "cooperative",
  SERVICE_POINT: "cooperative",
  OTHERS: "others",
  VILLAGE: "village",
  PREORDER: "preorder",
  PLATFORM_FEE: "platform",
  PROCESSING: "processing",
  FREIGHT: "freight",
} as const satisfies Record<PartKind, Tone>;

/** The parts of a split as the ribbon shows them: one for each kind of beneficiary, nobody named. */
export function splitParts(
  parts: readonly { readonly kind: PartKind; readonly amountFen: Fen | number }[],
  m: Messages,
): SplitPart[] {
  const keys = new Map<string, { tone: Tone; label: string; note: string; amounts: Fen[] }>();
  for (const part of parts) {
    // moved on to everybody behind the lots: nothing waits any more
    if (part.kind === "PREORDER" && BigInt(part.amountFen) === 0n) continue;
    const tone = TONES[part.kind];
    const key = part.kind === "SERVICE_POINT" ? "service-point" : tone;
    const found = keys.get(key) ?? {
      tone,
      label: part.kind === "SERVICE_POINT" ? m.product.servicePoint : m.product.parts[tone],
      note: part.kind === "SERVICE_POINT" ? m.product.servicePointNote : m.product.partNotes[tone],
      amounts: [],
    };
    found.amounts.push(BigInt(part.amountFen));
    keys.set(key, found);
  }
  return [...keys].map(([key, { tone, label, note, amounts }]) => ({
    key,
    tone,
    label,
    fen: sum(amounts),
    ...(note ? { note } : {}),
  }));
}
