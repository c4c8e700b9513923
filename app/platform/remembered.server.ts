import { perProcess } from "./per-process.server";

type Kept = { readonly value: Promise<unknown>; readonly until: number; renewing?: boolean };

const memory = perProcess(() => new Map<string, Kept>());

/**
 * Figures that may be a little old (totals, averages, lists of villages) are worked out once for many visitors.
 * Never for prices, stock or anything of one person. Failures are not kept.
 *
 * With `oldSeconds`, whoever asks later than `seconds` still gets what was kept, up to that age, while it is worked out anew:
 * where that takes seconds, nobody but the first waits for it. Such a page says of when its figures are.
 */
export function remembered<Value>(
  key: string,
  seconds: number,
  work: () => Promise<Value>,
  { oldSeconds = seconds }: { readonly oldSeconds?: number } = {},
): Promise<Value> {
  const now = performance.now();
  const kept = memory.get();
  const found = kept.get(key);
  if (found && now < found.until) return found.value as Promise<Value>;
  if (found && now < found.until + (oldSeconds - seconds) * 1000) {
    if (!found.renewing) {
      found.renewing = true;
      work().then(
        (value) => kept.set(key, { value: Promise.resolve(value), until: performance.now() + seconds * 1000 }),
        () => (found.renewing = false),
      );
    }
    return found.value as Promise<Value>;
  }
  const value = work();
  kept.set(key, { value, until: now + seconds * 1000 });
  value.catch(() => kept.delete(key));
  return value;
}
