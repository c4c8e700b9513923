import { percent } from "~/settlement/stated-figures";

/** How a figure stands beside the same months of the year before: with a rate only where there was something before. */
export type Change =
  | { readonly way: "up" | "down"; readonly percent: string }
  | { readonly way: "even" | "new" | "nothing" };

/** `percent` is "12.5", rounded half up like every rate of a report, so that both say the same of the same figures. */
export function changeOf(now: bigint, before: bigint): Change {
  if (before <= 0n) return { way: now > 0n ? "new" : "nothing" };
  if (now === before) return { way: "even" };
  return now > before
    ? { way: "up", percent: percent(now - before, before, 1) }
    : { way: "down", percent: percent(before - now, before, 1) };
}

/** "升 12.5 %": in words, so that colour and arrow are never the only sign. */
export function changeWord(change: Change): string {
  switch (change.way) {
    case "up":
      return `升 ${change.percent} %`;
    case "down":
      return `降 ${change.percent} %`;
    case "even":
      return "持平";
    case "new":
      return "上年同期无";
    case "nothing":
      return "上年同期也无";
  }
}

/** "比上年同期升 12.5 %" */
export function changeText(now: bigint, before: bigint): string {
  const change = changeOf(now, before);
  if (change.way === "even") return "与上年同期持平";
  return "percent" in change ? `比上年同期${changeWord(change)}` : changeWord(change);
}
