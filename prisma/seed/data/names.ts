import type { Random } from "./random";

// Frequent characters put together by chance: whoever bears such a name does so by chance, too.
const FAMILY =
  "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 胡 朱 高 林 何 郭 罗 梁 宋 郑 谢 唐 许 冯 程 曹 曾 彭 吕 苏 蒋 蔡 魏 薛 叶 余 潘 汪 姚 方 石 廖 邹 熊 洪 凌 章 江".split(
    " ",
  );
const ELDER_MEN =
  "德发 长根 金水 有才 正林 来福 光明 永贵 世荣 春生 茂财 家声 树生 国泰 木生 炳炎 开富 和平 兴旺 炎林 桂生 少华 学文 增寿 立夏 观寿".split(
    " ",
  );
const ELDER_WOMEN =
  "桂香 秀英 玉兰 金花 菊香 素珍 腊梅 秋莲 银娣 春香 凤英 水莲 月娥 美珍 翠莲 桂枝 荷花 兰英 招娣 细妹 冬梅 巧云".split(
    " ",
  );
const YOUNGER_MEN =
  "建军 志强 海波 小勇 国庆 永刚 文斌 立新 卫东 晓峰 志远 军华 大伟 振兴 俊杰 明辉 建新 伟民 向阳 海龙 春雷 学军".split(
    " ",
  );
const YOUNGER_WOMEN =
  "红梅 丽华 小燕 晓芳 海霞 春燕 爱萍 雪琴 艳红 娟娟 美玲 秋菊 彩云 小玲 玉婷 桂芳 文娟 慧琴 丽萍 青青".split(" ");
const BOYS = "浩然 梓轩 思远 一鸣 天佑 俊熙 宇航 雨泽 家豪 博文 明哲 子轩 文昊".split(" ");
const GIRLS = "子涵 雨桐 欣怡 佳慧 诗雨 若曦 可欣 静怡 语嫣 晨曦 心悦 梦瑶 雅琪".split(" ");

export type Sex = "M" | "F";

export function familyName(random: Random): string {
  return random.pick(FAMILY);
}

export function givenName(random: Random, sex: Sex, birthYear: number): string {
  if (birthYear >= 2000) return random.pick(sex === "M" ? BOYS : GIRLS);
  const elder = birthYear < 1968;
  if (sex === "M") return random.pick(elder ? ELDER_MEN : YOUNGER_MEN);
  return random.pick(elder ? ELDER_WOMEN : YOUNGER_WOMEN);
}

export function personName(random: Random, sex: Sex, birthYear: number): string {
  return familyName(random) + givenName(random, sex, birthYear);
}
