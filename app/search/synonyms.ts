/** Names of one thing in different regions, and characters as they are written elsewhere. */
const SAME: readonly (readonly string[])[] = [
  ["土豆", "洋芋", "马铃薯", "山药蛋"],
  ["红薯", "地瓜", "番薯", "红苕", "甘薯"],
  ["辣椒", "海椒", "番椒"],
  ["玉米", "苞谷", "包谷", "棒子"],
  ["西红柿", "番茄"],
  ["猕猴桃", "奇异果"],
  ["花生", "落花生", "长生果"],
  ["板栗", "栗子", "毛栗"],
  ["核桃", "胡桃"],
  ["菌菇", "蘑菇"],
  ["土鸡蛋", "柴鸡蛋", "笨鸡蛋"],
  ["黑木耳", "木耳", "云耳"],
  ["蜂蜜", "蜜糖", "土蜂蜜"],
  ["荞麦", "苦荞"],
  ["kiwi", "kiwifruit", "猕猴桃"],
  ["potato", "土豆"],
  ["chili", "chilli", "辣椒"],
];

/** Each name with all that mean the same. */
export const SYNONYMS: Readonly<Record<string, string[]>> = Object.fromEntries(
  [...new Set(SAME.flat())].map((word) => [word, withSynonyms(word).slice(1)]),
);

/** The word itself, then others for it. */
export function withSynonyms(word: string): string[] {
  const lower = word.toLowerCase();
  return [...new Set([word, ...SAME.filter((group) => group.includes(lower)).flat()])];
}
