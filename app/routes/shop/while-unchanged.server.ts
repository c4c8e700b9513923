import { shopStamp } from "~/catalog/shop-stamp-store.server";
import { db } from "~/platform/db.server";
import { oneReading } from "~/platform/one-reading";
import { perProcess } from "~/platform/per-process.server";

/** What is not goods, prices or stock (packs sold, an index that follows) may be this old, as on the copies for visitors. */
const LIFE_MS = 30_000;
const MOST_KEPT = 500;

type Kept = { readonly stamp: string; readonly at: number; readonly value: Promise<unknown> };

const memory = perProcess(() => new Map<string, Kept>());
const stampNow = oneReading(() => shopStamp(db(), new Date()));

/**
 * What was read for a page of the shop, for as long as nothing of goods, prices, stock or rules has changed: the stamp is
 * read from the database for every request, before anything that is kept under it. For what is the same for everybody, never
 * for what is one person's.
 */
export async function whileUnchanged<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
  const stamp = await stampNow();
  const kept = memory.get();
  const found = kept.get(key);
  if (found && found.stamp === stamp && Date.now() - found.at < LIFE_MS) return found.value as Promise<Value>;
  const value = read();
  kept.delete(key);
  kept.set(key, { stamp, at: Date.now(), value });
  value.catch(() => kept.delete(key));
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return value;
}
