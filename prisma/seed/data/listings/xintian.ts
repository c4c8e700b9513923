import { VILLAGES } from "../areas";
import { grams, jin, type SeedListing } from "./listing";

const areaCode = VILLAGES.rengang;
const jar = ["瓶", "jar"] as const;

export const xintianListings: readonly SeedListing[] = [
  {
    key: "rengang-fresh-chilies",
    seller: "coop-rengang",
    productCode: "fresh-chili",
    grade: "一级",
    areaCode,
    title: "仁岗鲜红椒",
    titleEn: "Rengang fresh red chilies",
    story: "仁岗村辣椒基地的红椒，七月起转红，隔三天摘一茬。皮厚肉实，辣度中上，做剁椒、泡椒都合适。冷藏放十天。",
    storyEn:
      "Red chilies from Rengang’s fields, turning from July and picked every third day. Thick flesh, medium to hot: for chopping and for pickling. Ten days cold.",
    freight: "fresh",
    shipsWithinDays: 1,
    marketPriceFen: 1_500n,
    popularity: 7,
    plate: { kind: "fresh-chili", variation: 1 },
    variants: [jin(3, 2_280n), jin(5, 3_380n), jin(10, 6_280n)],
  },
  {
    key: "rengang-dried-chilies",
    seller: "coop-rengang",
    productCode: "dried-chili",
    grade: "一级",
    areaCode,
    title: "仁岗干辣椒",
    titleEn: "Rengang dried chilies",
    story: "八九月的红椒整只晒干，颜色暗红，籽多。辣得直接，炒菜两三只就够。每批测水分，14% 以下才装袋。",
    storyEn:
      "August and September chilies dried whole: dark red, full of seed, plainly hot. Two or three season a dish. Each lot’s moisture is measured and must be below 14 %.",
    freight: "dry",
    shipsWithinDays: 3,
    marketPriceFen: 6_000n,
    popularity: 6,
    plate: { kind: "dried-chili", variation: 1 },
    variants: [grams(250, 1_580n), grams(500, 2_880n)],
  },
  {
    key: "rengang-chopped-chili",
    seller: "coop-rengang",
    productCode: "chopped-chili",
    grade: "一级",
    areaCode,
    title: "仁岗坛子剁椒",
    titleEn: "Rengang jar-fermented chopped chili",
    story: "鲜红椒洗净晾干剁碎，加盐、蒜，坛里发酵二十天。配料：辣椒、食盐、大蒜。开瓶用干净勺子，冷藏，两个月内吃完。",
    storyEn:
      "Red chilies washed, dried, chopped, salted with garlic and fermented twenty days in the jar. Ingredients: chili, salt, garlic. Use a clean spoon, keep cold, finish within two months of opening.",
    freight: "dry",
    shipsWithinDays: 3,
    marketPriceFen: 3_200n,
    popularity: 9,
    plate: { kind: "chopped-chili", variation: 0 },
    variants: [grams(500, 1_580n, jar), grams(1000, 2_880n, jar), grams(2000, 5_480n, ["箱", "box"])],
  },
  {
    key: "chili-yard-dried-chilies",
    seller: "431128109207-0006",
    productCode: "dried-chili",
    grade: "一级",
    areaCode,
    title: "仁岗辣椒小院 线串干椒",
    titleEn: "Strung chilies from a yard in Rengang",
    story: "自家一亩半辣椒，用棉线串起挂屋檐下风干，一个秋天晾三四十串。剪下来用，挂厨房里能放一年。",
    storyEn:
      "One and a half mu, strung on cotton and dried under the eaves: thirty or forty strings an autumn. Hang it in the kitchen and cut as you need; it keeps a year.",
    freight: "dry",
    shipsWithinDays: 4,
    marketPriceFen: 6_400n,
    popularity: 4,
    plate: { kind: "dried-chili", variation: 2 },
    variants: [grams(300, 1_880n, ["串", "string"]), grams(600, 3_480n, ["双串", "two strings"])],
  },
];
