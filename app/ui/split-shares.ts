import { allocate } from "~/kernel/money";

/** Percentages of the parts in tenths, adding up to 1000 exactly; nothing of nothing is 0. */
export function sharesInTenths(parts: readonly bigint[]): number[] {
  const shown = parts.map((part) => (part > 0n ? part : 0n));
  if (shown.every((part) => part === 0n)) return shown.map(() => 0);
  return allocate(1000n, shown).map(Number);
}

/** "66.4%" */
export function percentText(tenths: number): string {
  return `${Math.trunc(tenths / 10)}.${tenths % 10}%`;
}

// Thinner than this, a part would vanish between its neighbours' gaps; the figures beside it stay exact.
const LEAST_WIDTH = 1.4;

/** Where each part lies on the ribbon, in percent of its width; parts without money take none. */
export function ribbonSpans(parts: readonly bigint[]): { from: number; width: number }[] {
  const shown = parts.map((part) => (part > 0n ? Number(part) : 0));
  const total = shown.reduce((sum, part) => sum + part, 0);
  if (total === 0) return shown.map(() => ({ from: 0, width: 0 }));
  const raised = shown.map((part) => (part === 0 ? 0 : Math.max((part / total) * 100, LEAST_WIDTH)));
  const raisedTotal = raised.reduce((sum, part) => sum + part, 0);
  let from = 0;
  return raised.map((part) => {
    const span = { from, width: (part / raisedTotal) * 100 };
    from += span.width;
    return span;
  });
}
