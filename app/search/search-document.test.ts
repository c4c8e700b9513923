import { expect, test } from "vitest";
import { bigramsOf } from "./han";
import { fullPinyin, searchDocument } from "./search-document";
import { cleanQuery, searchParametersOf, searchQueryOf } from "./search-query";

test("neighbouring characters, within one run of Chinese only", () => {
  expect(bigramsOf("青梅酒 5斤装")).toEqual(["青梅", "梅酒", "斤装"]);
});

test.each([
  ["猕猴桃", "mihoutao"],
  ["绿梅", "lvmei"],
  ["Kiwi", ""],
])("%s sounds like %s", (text, full) => {
  expect(fullPinyin(text)).toBe(full);
});

test("a document holds every prefix of its village, and nothing about people", () => {
  const document = searchDocument({
    id: "1",
    title: "昌溪绿梅",
    titleEn: "Changxi plums",
    product: "绿梅",
    productEn: "green plum",
    aliases: "青梅 梅子",
    village: "昌溪村",
    villageEn: "Changxi",
    seller: "昌溪合作社",
    sellerEn: "",
    category: "fruit",
    areaCode: "341021203201",
    certificates: [],
    months: [5],
    shipsWithinDays: 2,
    available: true,
    largePack: false,
    pricePerJinFen: 798,
    lowestPriceFen: 3990,
    householdFen: 2_000,
    shareBps: 6_000,
    harvestedOn: 20000,
  });
  expect(document.areas).toEqual(["34", "3410", "341021", "341021203", "341021203201"]);
  expect(document.aliases).toEqual(["青梅", "梅子"]);
  expect(document.pinyin).toEqual(expect.arrayContaining(["changxilvmei", "xilvmei", "lvmei"]));
  expect(document.initials).toEqual(expect.arrayContaining(["cxlm", "lm"]));
  expect(document.goodsBigrams.split(" ")).toEqual(["昌溪", "溪绿", "绿梅", "青梅", "梅子"]);
  expect(document.placeBigrams.split(" ")).toEqual(["昌溪", "溪村", "溪合", "合作", "作社"]);
});

test("a query is cleaned, never longer than eighty characters", () => {
  expect(cleanQuery("  绿\u0000梅\n\t 礼盒 ")).toBe("绿 梅 礼盒");
  expect([...cleanQuery("梅".repeat(500))]).toHaveLength(80);
});

test("a query and its URL say the same", () => {
  const given = {
    q: "梅",
    category: "fruit",
    area: "3410",
    within: "3",
    max: "7.5",
    large: "1",
    season: "1",
    sort: "price",
  };
  const query = searchQueryOf(new URLSearchParams(given));
  expect(searchQueryOf(new URLSearchParams(JSON.parse(JSON.stringify(searchParametersOf(query)))))).toEqual(query);
  expect(query).toMatchObject({ maxPerJinFen: 750, within: 3, inSeason: true, inStock: false });
});
