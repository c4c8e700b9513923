import { expect, test } from "vitest";
import { mayLookAt, whyNotShown } from "./voice";
import { explainVoiceProblem, unfitIn, voiceProblems, type UnfitKind } from "./voice-words";

test.each<[string, readonly UnfitKind[]]>([
  ["茶园在半山，早上有雾，茶树少病，一年只采春茶。", []],
  ["黄桃不套袋不上色，套了袋病虫害也少，一个一个摘。", []],
  ["三块地轮着种，一块种芋头，一块种豆，地不容易贫瘠。", []],
  ["元旦前后挖冬笋，顺着竹鞭找，3 两以下的不挖。", []],
  ["娃娃菜下霜以后更甜，头天晚上砍，第二天装箱。", []],
  ["一亩山核桃要打三天，晒五天，2026 年雨水多。", []],
  ["The soil is poor soil on slate, and the plums stay small and sour.", []],
  ["联系我 139 1234 5678，直接发货", ["number"]],
  ["一三九一二三四五六七八打给我", ["number"]],
  ["打 139.1234.5678 找我订", ["number"]],
  ["服务热线 0559-6512345", ["number"]],
  ["加我微信，量大从优", ["contact"]],
  ["写信给 abc@example.com", ["contact"]],
  ["今年卖了三万多元，比去年多", ["money"]],
  ["一斤卖六块，比镇上便宜", ["money"]],
  ["靠茶叶挣钱养家", ["money"]],
  ["家里有人生病，就靠这几亩茶", ["illness"]],
  ["脱了贫，感谢帮扶", ["hardship"]],
  ["供两个孩子上学", ["child"]],
  ["我叫小芳，种了十年菇", ["name"]],
  ["来三组 12 号门口看茶", ["address"]],
  ["It pays for my son's school and for the hospital.", ["illness", "child"]],
  ["We earn more money now and are no longer poor.", ["money", "hardship"]],
])("%s: %j", (text, kinds) => {
  expect(unfitIn(text).map(({ about }) => about)).toEqual(kinds);
});

const GOOD = { words: "香菇是段木种的，两年才出第一茬，个小肉厚。", wordsEn: "", photoAlt: "", hasPhoto: false };

test("words that say what is grown and how are taken, with and without English and photo", () => {
  expect(voiceProblems(GOOD)).toEqual([]);
  const whole = { wordsEn: "We grow shiitake on logs; the first flush takes two years.", photoAlt: "段木上的香菇" };
  expect(voiceProblems({ ...GOOD, ...whole, hasPhoto: true })).toEqual([]);
});

test.each([
  [{ words: "" }, ["words length"]],
  [{ words: "字".repeat(121) }, ["words length"]],
  [{ words: "🥝".repeat(50) }, ["words language"]],
  [{ words: "香菇是段木种的\u202e两年才出第一茬" }, ["words invisible"]],
  [{ wordsEn: "香菇是段木种的，两年才出" }, ["wordsEn language"]],
  [{ wordsEn: "short" }, ["wordsEn length"]],
  [{ hasPhoto: true }, ["photoAlt photo-without-words"]],
  [{ photoAlt: "电话 13912345678" }, ["photoAlt unfit", "photoAlt unfit"]],
])("%j is refused at its field", (change, problems) => {
  const found = voiceProblems({ ...GOOD, ...change });
  expect(found.map(({ field, kind }) => `${field} ${kind}`)).toEqual(problems);
  for (const problem of found) expect(explainVoiceProblem(problem)).toMatch(/。$/);
});

test("who wrote it, and who is of the household, does not look at it", () => {
  const voice = { writtenById: "a", householdId: "h" };
  expect(mayLookAt(voice, { userId: "a", households: [] })).toBe(false);
  expect(mayLookAt(voice, { userId: "b", households: ["h"] })).toBe(false);
  expect(mayLookAt(voice, { userId: "b", households: ["other"] })).toBe(true);
});

test("what is not shown says why", () => {
  const voice = { state: "APPROVED", storyInForce: true, shown: false } as const;
  expect(whyNotShown({ ...voice, shown: true })).toBeUndefined();
  expect(whyNotShown(voice)).toContain("不足 5 户");
  expect(whyNotShown({ ...voice, storyInForce: false })).toContain("收回");
});
