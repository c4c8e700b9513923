/** When a paper ends (licence, certificate), what is said about it: the console, the messages and the nightly watch agree. */

export const PAPER_STAGES = [30, 7, 0] as const;
export type PaperStage = (typeof PAPER_STAGES)[number];

export const PAPER_NAMES: Readonly<Record<string, string>> = {
  SC: "食品生产许可证",
  GREEN: "绿色食品证书",
  ORGANIC: "有机产品证书",
  GI: "地理标志授权",
  TEST: "检测报告",
};

/** Days until its last day; negative once it is over. Days are Shanghai days, "2026-11-28". */
export function daysLeft(expiresOn: string, today: string): number {
  return Math.round((Date.parse(`${expiresOn}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}

/** The warning that is due: over (0), within a week (7), within a month (30); undefined while there is time. */
export function stageOf(days: number): PaperStage | undefined {
  if (days < 0) return 0;
  if (days <= 7) return 7;
  return days <= 30 ? 30 : undefined;
}

export function paperWords(kind: string, days: number): string {
  const name = PAPER_NAMES[kind] ?? kind;
  if (days >= 0) return `${name}还有 ${days} 天到期，请尽快办理延续；到期后它代表的标志会自动撤下。`;
  const gate = kind === "SC" ? "加工食品缺少有效的生产许可，" : "";
  return `${name}已到期，${gate}商品页和合作社页上的这个标志已自动撤下；续办的新证经平台核准后自动恢复。`;
}
