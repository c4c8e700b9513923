import { isId } from "~/kernel/ids";
import { isPeriod, periodOf, type Period } from "~/kernel/period";
import { coversAny } from "~/regions/area";

/** What the linkage ledger (联农带农台账) is asked for: screen and export read the same one. */
export type LinkageFilter = {
  readonly prefixes: readonly string[];
  readonly areaCode: string;
  readonly from: Period;
  readonly to: Period;
  readonly cooperativeId: string | undefined;
};

/** Reads the ledger's URL; what makes no sense is left out, so that every link opens. */
export function parseLinkageFilter(
  search: URLSearchParams,
  prefixes: readonly string[],
  now: Date,
): LinkageFilter | undefined {
  const asked = search.get("area") ?? "";
  const areaCode = asked !== "" && coversAny(prefixes, asked) ? asked : prefixes[0];
  if (areaCode === undefined) return undefined;
  const present = periodOf(now);
  const to =
    isPeriod(search.get("to")) && (search.get("to") ?? "") <= present ? (search.get("to") ?? present) : present;
  const from =
    isPeriod(search.get("from")) && (search.get("from") ?? "") <= to
      ? (search.get("from") ?? to)
      : `${to.slice(0, 4)}-01`;
  const cooperative = search.get("coop") ?? undefined;
  return { prefixes, areaCode, from, to, cooperativeId: isId(cooperative) ? cooperative : undefined };
}
