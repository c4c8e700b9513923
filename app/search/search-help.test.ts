import { describe, expect, test } from "vitest";
import { marked } from "./marked";
import { abbreviatedAs, nearestName, soundOf, spelledAs } from "./search-help";
import { withSynonyms } from "./synonyms";

const hits = (title: string, q: string) =>
  marked(title, q)
    .filter((part) => part.hit)
    .map((part) => part.text);

describe("marking what was searched for", () => {
  test.each([
    ["高山猕猴桃", "猕猴桃", ["猕猴桃"]],
    ["高山洋芋", "土豆", ["洋芋"]],
    ["Changxi Green Plums", "green", ["Green"]],
    ["昌溪青梅酒礼盒", "梅酒 昌溪", ["昌溪", "梅酒"]],
    ["昌溪青梅酒", "青梅汁", ["青梅"]],
    ["高山猕猴桃", "mihoutao", []],
    ["İstanbul", "i", []],
    ["梅", "", []],
  ])("%s, asked for “%s”", (title, q, expected) => {
    expect(hits(title, q)).toEqual(expected);
    expect(
      marked(title, q)
        .map((part) => part.text)
        .join(""),
    ).toBe(title);
  });
});

describe("nothing found", () => {
  const names = [
    { name: "猕猴桃", nameEn: "Kiwifruit" },
    { name: "绿茶", nameEn: "Green tea" },
    { name: "黑木耳", nameEn: "Wood ear" },
  ];
  test.each([
    ["mihoutoa", "猕猴桃"],
    ["弥侯桃", "猕猴桃"],
    ["kiwifriut", "猕猴桃"],
    ["lvca", "绿茶"],
    ["greentee", "绿茶"],
    ["muerr", "黑木耳"],
    ["kiwifrut", "猕猴桃"],
    ["gren", "绿茶"],
    ["没有这种东西的", undefined],
    ["🍊🍊", undefined],
    ["x", undefined],
    ["a".repeat(10_000), undefined],
  ])("%s means %s", (q, expected) => {
    expect(nearestName(q, names)?.name).toBe(expected);
  });

  test("words sound alike however they are written", () => {
    expect(soundOf("獼猴桃")).toBe(soundOf("猕猴桃"));
    expect(soundOf("kiwi")).toBeUndefined();
  });
});

test("names of one thing are found by each other, and only by those", () => {
  expect(withSynonyms("土豆")).toEqual(expect.arrayContaining(["洋芋", "马铃薯"]));
  expect(withSynonyms("Potato")).toContain("土豆");
  expect(withSynonyms("茶")).toEqual(["茶"]);
});

describe("what sounds as it is asked for", () => {
  const NAMES = ["土鸡蛋", "绿心猕猴桃", "昌溪村", "绿梅"];
  test.each([
    ["獼猴桃", "猕猴桃"],
    ["弥猴桃", "猕猴桃"],
    ["土雞蛋", "土鸡蛋"],
    ["mihoutao", "猕猴桃"],
    ["LVMEI", "绿梅"],
    ["猕", undefined],
    ["ou", undefined],
    ["mihout", undefined],
    ["西瓜", undefined],
    ["🥝", undefined],
    ["", undefined],
  ])("“%s” is %s", (word, name) => {
    expect(spelledAs(word, NAMES)).toBe(name);
  });
});

test.each([
  ["mht", ["猕猴桃"]],
  ["MHT", ["猕猴桃"]],
  ["cx", ["昌溪"]],
  ["lm", ["绿梅"]],
  ["zz", []],
  ["m", []],
  ["m%t", []],
  ["猕猴", []],
])("the letters “%s” are %j", (word, stretches) => {
  expect(abbreviatedAs(word, ["土鸡蛋", "绿心猕猴桃", "昌溪村", "绿梅"])).toEqual(stretches);
});
