import { perProcess } from "./per-process.server";

const memory = perProcess(() => new Map<string, { readonly value: Promise<unknown>; readonly until: number }>());

/**
 * Figures that may be a little old (totals, averages, lists of villages) are worked out once for many visitors.
 * Never for prices, stock or anything of one person. Failures are not kept.
 */
export function remembered<Value>(key: string, seconds: number, work: () => Promise<Value>): Promise<Value> {
  const now = performance.now();
  const kept = memory.get();
  const found = kept.get(key);
  if (found && found.until > now) return found.value as Promise<Value>;
  const value = work();
  kept.set(key, { value, until: now + seconds * 1000 });
  value.catch(() => kept.delete(key));
  return value;
}
