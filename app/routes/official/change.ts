/** How a figure stands beside the same months of the year before: with a rate only where there was something before. */
export type Change =
  | { readonly way: "up" | "down"; readonly tenths: number }
  | { readonly way: "even" | "new" | "nothing" };

/** `tenths` of a per cent, never negative. */
export function changeOf(now: bigint, before: bigint): Change {
  if (before <= 0n) return { way: now > 0n ? "new" : "nothing" };
  if (now === before) return { way: "even" };
  const tenths = Number(((now - before) * 1000n) / before);
  return { way: tenths >= 0 ? "up" : "down", tenths: Math.abs(tenths) };
}

/** "升 12.5%": in words, so that colour and arrow are never the only sign. */
export function changeWord(change: Change): string {
  switch (change.way) {
    case "up":
      return `升 ${percent(change.tenths)}`;
    case "down":
      return `降 ${percent(change.tenths)}`;
    case "even":
      return "持平";
    case "new":
      return "上年同期无";
    case "nothing":
      return "上年同期也无";
  }
}

/** "比上年同期升 12.5%" */
export function changeText(now: bigint, before: bigint): string {
  const change = changeOf(now, before);
  if (change.way === "even") return "与上年同期持平";
  return "tenths" in change ? `比上年同期${changeWord(change)}` : changeWord(change);
}

function percent(tenths: number): string {
  return `${(tenths / 10).toFixed(1)}%`;
}
