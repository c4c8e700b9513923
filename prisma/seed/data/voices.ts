import { VILLAGES } from "./areas";
import type { ProductCode } from "./products";

/** What a household of the demonstration says of what it grows, who writes it down, and what becomes of it. Invented. */
export type SeedVoice = {
  readonly village: string;
  /** archive number; left out: one of the village that agrees, and delivers this */
  readonly household?: string;
  readonly product: ProductCode;
  readonly words: string;
  readonly wordsEn?: string;
  /** the listing whose drawn picture it is shown with */
  readonly picture?: string;
  readonly pictureAlt?: string;
  /** lets its family name be shown */
  readonly name?: true;
  readonly writer: string;
  /** who looks at it; left out: nobody did yet */
  readonly reader?: string;
  readonly fate?: { readonly refused: string } | "voice-withdrawn" | "consent-withdrawn";
  readonly daysAgo: number;
};

export const voices: readonly SeedVoice[] = [
  {
    village: VILLAGES.changxi,
    product: "green-tea",
    words: "清明前后采，天不亮上山，一芽一叶，用手掐，不用剪。当天晚上炒完，不过夜。自家喝的也是这个茶。",
    wordsEn:
      "We pick around Qingming, going up before dawn: one bud, one leaf, by hand. It is roasted the same night, never kept over. We drink the same tea ourselves.",
    picture: "changxi-early-green-tea",
    pictureAlt: "炒好的绿茶",
    name: true,
    writer: "changxi-cun",
    reader: "changxi-xiang",
    daysAgo: 40,
  },
  {
    village: VILLAGES.changxi,
    product: "dried-bamboo",
    words: "小笋四月出得最快，两天不挖就老了。煮熟只取尖，石头压一夜，三个晴天晒成。",
    writer: "changxi-cun",
    reader: "changxi-xiang",
    daysAgo: 26,
  },
  {
    village: VILLAGES.changxi,
    product: "chrysanthemum",
    words: "菊花七八分开就采，开满了泡出来散。上竹帘烘两道，头道火大，二道火小。",
    writer: "changxi-cun",
    daysAgo: 2,
  },
  {
    village: VILLAGES.shuangyuan,
    household: `${VILLAGES.shuangyuan}-0007`,
    product: "green-plum",
    words: "梅树种在溪边石坎上，树老果就酸。摘的时候垫布，不敲；敲下来的只留着自家做酱。",
    wordsEn:
      "Our plum trees stand on the stone banks of the stream. Old trees give sour fruit. We pick onto cloth; what is knocked down stays at home for jam.",
    writer: "nonghu",
    reader: "shuangyuan-cun",
    daysAgo: 33,
  },
  {
    village: VILLAGES.shuangyuan,
    product: "preserved-plum",
    words: "腌梅子只放盐。入缸要压实，一个月翻两回，出梅以后再晒，不然返潮。",
    wordsEn:
      "Only salt goes on the plums. They are pressed tight in the crock, turned twice in a month, and dried after the plum rains, or they draw damp again.",
    name: true,
    writer: "shuangyuan-cun",
    reader: "changxi-xiang",
    daysAgo: 18,
  },
  {
    village: VILLAGES.shuangyuan,
    product: "green-plum",
    words: "溪口数过去第二家就是我们，门前三棵老梅树，走过来就看得到。",
    writer: "shuangyuan-cun",
    reader: "changxi-xiang",
    fate: { refused: "写了家在哪里，容易认出是谁。请只说梅子怎么种、怎么摘。" },
    daysAgo: 9,
  },
  {
    village: VILLAGES.waner,
    household: `${VILLAGES.waner}-0006`,
    product: "honey",
    words: "蜂箱放在向阳的山场，一年只割一次蜜，秋天割。冬天留够蜂自己吃的，不喂糖。",
    wordsEn:
      "The hives stand on the sunny side of the hill. We cut honey once a year, in autumn, and leave the bees enough for winter instead of feeding sugar.",
    writer: "point-changxi",
    reader: "changxi-xiang",
    daysAgo: 21,
  },
  {
    village: VILLAGES.kuifeng,
    product: "eggs",
    words: "鸡白天在后山，晚上自己回来。喂谷子和青菜，天冷下得少，不点灯催。",
    writer: "kuifeng-cun",
    daysAgo: 1,
  },
  {
    village: VILLAGES.tongshan,
    product: "shiitake",
    words: "菌木是自己山上的栎树，两年才出第一茬。天越冷菇越厚，雪天也要上山采。",
    wordsEn:
      "The logs are oak from our own hill; the first mushrooms come after two years. The colder, the thicker, so we also go up and pick in the snow.",
    picture: "tongshan-shiitake",
    pictureAlt: "烘干的香菇",
    writer: "maolin-zhen",
    reader: "jingxian",
    daysAgo: 30,
  },
  {
    village: VILLAGES.kongque,
    product: "buckwheat",
    words: "荞麦七月底点种，霜前抢收，晚三天就落粒。坡地不用药，全靠手薅两遍草。",
    writer: "kongque-cun",
    reader: "zhuxi",
    daysAgo: 24,
  },
  {
    village: VILLAGES.kongque,
    product: "raw-konjac",
    words: "魔芋怕连作，今年种这片，明年就换那片。叶子倒了再挖，挖早了出粉少。",
    writer: "kongque-cun",
    reader: "zhuxi",
    fate: "consent-withdrawn",
    daysAgo: 50,
  },
  {
    village: VILLAGES.maolin,
    product: "rapeseed-oil",
    words: "油菜五月割，晒干再打，菜籽要扬三遍。榨油当天就装桶，放到第二年也不浑。",
    writer: "maolin-zhen",
    reader: "jingxian",
    fate: "voice-withdrawn",
    daysAgo: 15,
  },
];
