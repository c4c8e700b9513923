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
  /** whose rows; undefined: of everybody with income through a cooperative */
  readonly who: Led | undefined;
};

/** The counts that a cooperative's claim is checked by; each opens as the list of its households. */
export const LED = {
  paid: "实付户",
  members: "社员户",
  agreements: "有协议户",
} as const;
export type Led = keyof typeof LED;

function isLed(text: string | null): text is Led {
  return text !== null && Object.hasOwn(LED, text);
}

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
  const who = search.get("who");
  return {
    prefixes,
    areaCode,
    from,
    to,
    cooperativeId: isId(cooperative) ? cooperative : undefined,
    who: isLed(who) ? who : undefined,
  };
}
