import { minuteOf } from "~/kernel/period";
import type { StatusTone } from "~/ui/status-word";

type Version = { readonly validFrom: Date; readonly approvedAt: Date | null; readonly rejectedAt: Date | null };

export type VersionState = { readonly tone: StatusTone; readonly word: string };

/** Where a version of a rule stands: waiting, turned down, coming, in force, or followed by a newer one. */
export function versionState(version: Version, isNewestInForce: boolean, now: Date): VersionState {
  if (version.rejectedAt) return { tone: "problem", word: "已退回" };
  if (!version.approvedAt) return { tone: "waiting", word: "待批准" };
  if (version.validFrom > now) return { tone: "waiting", word: `${minuteOf(version.validFrom)} 起生效` };
  return isNewestInForce ? { tone: "done", word: "执行中" } : { tone: "neutral", word: "已被替代" };
}

/** The newest version of each group that is approved and valid by now. */
export function newestInForce<Item extends Version & { readonly id: string; readonly version: number }>(
  versions: readonly Item[],
  groupOf: (item: Item) => string,
  now: Date,
): ReadonlySet<string> {
  const newest = new Map<string, Item>();
  for (const item of versions) {
    if (!item.approvedAt || item.validFrom > now) continue;
    const other = newest.get(groupOf(item));
    if (!other || other.version < item.version) newest.set(groupOf(item), item);
  }
  return new Set([...newest.values()].map(({ id }) => id));
}
