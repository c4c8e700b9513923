import { area, provinces } from "../data/areas";
import { inventedPhone } from "../data/invented-numbers";
import { personName } from "../data/names";
import { stream, weighted, type Random } from "../data/random";

/** Somebody who buys; invented like everybody here. The street is no street of the town. */
export type SeedShopper = {
  readonly key: string;
  readonly name: string;
  readonly phone: string;
  readonly locale: "zh" | "en";
  readonly provinceCode: string;
  readonly provinceName: string;
  readonly addressLine: string;
  /** a canteen, a company: buys by the dozen */
  readonly institution: boolean;
  /** buys how often, out of 100 */
  readonly zeal: number;
};

const SHOPPERS = 400;

/** Where buyers of such goods live, by two-digit province; the rest share what is left. */
const CROWDS: Readonly<Record<string, number>> = {
  "31": 15,
  "32": 13,
  "33": 14,
  "34": 12,
  "11": 9,
  "44": 10,
  "42": 8,
  "51": 8,
  "43": 6,
  "50": 3,
  "37": 4,
  "35": 3,
};

const TOWNS: Readonly<Record<string, readonly string[]>> = {
  "31": ["浦东新区", "徐汇区", "杨浦区", "闵行区"],
  "32": ["南京市鼓楼区", "苏州市姑苏区", "无锡市梁溪区"],
  "33": ["杭州市西湖区", "宁波市鄞州区", "嘉兴市南湖区"],
  "34": ["合肥市包河区", "黄山市屯溪区", "宣城市宣州区", "芜湖市镜湖区"],
  "11": ["海淀区", "朝阳区", "丰台区"],
  "44": ["广州市天河区", "深圳市南山区", "佛山市禅城区"],
  "42": ["武汉市武昌区", "十堰市茅箭区", "襄阳市樊城区"],
  "51": ["成都市武侯区", "乐山市市中区", "绵阳市涪城区"],
  "43": ["长沙市岳麓区", "永州市冷水滩区"],
};

const STREETS = ["晒场路", "丰年街", "问稻巷", "清账路", "春耕路", "秋收街", "瓦舍巷", "青蓝路", "竹报路", "石桥街"];
const CANTEENS = [
  "演示大学后勤食堂",
  "演示医院职工餐厅",
  "演示集团工会",
  "演示中学食堂",
  "演示区机关食堂",
  "演示社区食堂",
];

export const shoppers: readonly SeedShopper[] = Array.from({ length: SHOPPERS }, (_, index) => shopperOf(index));

function shopperOf(index: number): SeedShopper {
  const random = stream(`shopper ${index}`);
  const institution = index < 14;
  const province = provinceOf(random);
  const name = institution
    ? `${CANTEENS[index % CANTEENS.length]}（${personName(random, "F", 1980)}）`
    : personName(random, random.chance(0.6) ? "F" : "M", random.int(1958, 1999));
  return {
    key: `shopper-${index}`,
    name,
    phone: inventedPhone(random),
    locale: !institution && random.chance(0.06) ? "en" : "zh",
    provinceCode: province,
    provinceName: area(province).name,
    addressLine: `${random.pick(TOWNS[province] ?? ["城关镇"])}${random.pick(STREETS)} ${random.int(1, 288)} 号${random.int(1, 30)} 室（演示地址）`,
    institution,
    zeal: institution ? 40 : random.chance(0.15) ? random.int(40, 90) : random.int(3, 25),
  };
}

function provinceOf(random: Random): string {
  // Far provinces order now and then; some sellers do not deliver there.
  const codes = provinces.map(({ code }) => code);
  return weighted(random, codes, (code) => CROWDS[code] ?? 1) ?? "31";
}
