// What stands on screens, in exports and notices where the whole is not needed. The number of stars never tells a length.

/** 张三丰 → 张**; a two-character family name stays whole: 欧阳** */
export function maskName(name: string): string {
  const letters = [...name.trim()];
  const family = COMPOUND_FAMILY_NAMES.has(letters.slice(0, 2).join("")) && letters.length > 2 ? 2 : 1;
  return `${letters.slice(0, family).join("")}**`;
}

/** 13812345678 → 138****5678; a number too short to hide its middle is hidden whole. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/[^\d+]/g, "");
  return digits.length < 10 ? "****" : `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** 341021196001011234 → 3***1234 */
export function maskIdNumber(idNumber: string): string {
  return idNumber.length < 15 ? "***" : `${idNumber.slice(0, 1)}***${idNumber.slice(-4)}`;
}

/** 6228480000000001234 → 6***1234 */
export function maskBankAccount(account: string): string {
  const digits = account.replace(/\s/g, "");
  return digits.length < 12 ? "***" : `${digits.slice(0, 1)}***${digits.slice(-4)}`;
}

/** An illness is nobody's business who did not ask with a reason; that somebody is well may be seen. */
export function maskHealth(health: string): string {
  return health === "健康" ? health : "已遮盖";
}

const COMPOUND_FAMILY_NAMES = new Set(
  "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐".split(
    " ",
  ),
);
