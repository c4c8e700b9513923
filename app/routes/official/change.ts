/** "比上年同期升 12.5%": in words, so that colour and arrow are never the only sign. */
export function changeText(now: bigint, before: bigint): string {
  if (before <= 0n) return now > 0n ? "上年同期无" : "上年同期也无";
  if (now === before) return "与上年同期持平";
  const tenths = Number(((now - before) * 1000n) / before);
  const percent = (Math.abs(tenths) / 10).toFixed(1);
  return tenths >= 0 ? `比上年同期升 ${percent}%` : `比上年同期降 ${percent}%`;
}
