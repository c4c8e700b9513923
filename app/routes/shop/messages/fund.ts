import { englishDate } from "~/kernel/english-date";

/** What a village did with its part of sales. Both languages have the same keys. */
const zh = {
  fund: {
    title: "村集体资金用在哪里",
    lead: "有的商品按规则分一小份给村集体，由村民大会决定怎么用。",
    received: "已付到村里",
    used: "已用",
    left: "结余",
    notTold: "不足 5 户的月份会被推算出来，不公布合计",
    leftOut: "不足 5 户的月份没有算进“已付到村里”，因此也不写结余。",
    nothing: "村里还没有用过这笔钱。",
    decided: (day: string) => `村民大会 ${day} 决定`,
    corrects: (day: string) => `更正 ${day} 的一笔`,
    chineseOnly: "",
  },
};

const en = {
  fund: {
    title: "What the village fund did",
    lead: "Of some goods the rules give a small part to the village; its assembly decides what it is used for.",
    received: "Paid to the village",
    used: "Used",
    left: "Left",
    notTold: "not published: months of fewer than 5 households could be worked out",
    leftOut:
      "Months of fewer than 5 households are not in what was paid to the village, so what is left is not given either.",
    nothing: "The village has not used any of it yet.",
    decided: (day) => `decided by the villagers’ assembly on ${englishDate(day)}`,
    corrects: (day) => `corrects the entry of ${englishDate(day)}`,
    chineseOnly: "What it was used for is written in Chinese only.",
  },
} satisfies typeof zh;

export const FUND_WORDS = { zh, en };
