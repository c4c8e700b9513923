import { VILLAGES } from "./areas";
import { inventedLicence, inventedPhone } from "./invented-numbers";
import { stream } from "./random";

export type SellerKind = "COOPERATIVE" | "ENTERPRISE" | "FAMILY_FARM" | "VILLAGE_COLLECTIVE";

export type SeedSeller = {
  readonly key: string;
  readonly slug: string;
  readonly kind: SellerKind;
  readonly name: string;
  readonly nameEn: string;
  /** its seat, a village */
  readonly areaCode: string;
  /** the form of a unified social credit code with a wrong check character */
  readonly licenceNumber: string;
  readonly phone: string;
  readonly story: string;
  readonly storyEn: string;
  /** what it says itself; the ledger says whom it in fact paid */
  readonly declaredHouseholds: number;
  readonly approvedOn: string;
  /** whose households deliver, and how many of each village */
  readonly members: readonly { readonly areaCode: string; readonly households: number }[];
  readonly splitRuleCode: SplitRuleCode;
};

export type SplitRuleCode = "standard" | "processing" | "direct";

const demoSellers = [
  {
    key: "coop-changxi",
    kind: "COOPERATIVE",
    name: "昌溪茶笋专业合作社",
    nameEn: "Changxi Tea & Bamboo Cooperative",
    areaCode: VILLAGES.changxi,
    story: "昌溪村农户自采自炒的绿茶、菊花和春笋，称重入库后由合作社代销。卖出多少分多少，合作社收取写明的服务费。",
    storyEn:
      "Green tea, chrysanthemums and bamboo shoots picked by households of Changxi. The cooperative sells on consignment: what a lot earns is shared by weight and grade, less a stated charge.",
    declaredHouseholds: 28,
    approvedOn: "2023-04-12",
    members: [{ areaCode: VILLAGES.changxi, households: 27 }],
    splitRuleCode: "standard",
  },
  {
    key: "coop-shuangyuan",
    kind: "COOPERATIVE",
    name: "双源绿梅种植专业合作社",
    nameEn: "Shuangyuan Green Plum Cooperative",
    areaCode: VILLAGES.shuangyuan,
    story: "双源村有 260 亩绿梅，五月中旬起采，采期不到一个月。鲜果当天分级装箱，落果和小果加盐晒成梅干。",
    storyEn:
      "Shuangyuan has 260 mu of green plums, picked from mid-May for less than a month. Fruit is graded and packed the same day; small fruit is salted and dried.",
    declaredHouseholds: 20,
    approvedOn: "2023-05-06",
    members: [{ areaCode: VILLAGES.shuangyuan, households: 18 }],
    splitRuleCode: "standard",
  },
  {
    key: "farm-waner",
    kind: "FAMILY_FARM",
    name: "万二龙王尖家庭农场",
    nameEn: "Longwang Peak Family Farm, Wan’er",
    areaCode: VILLAGES.waner,
    story: "农场收购万二村各户散养的鸡、鸡蛋和段木香菇，当场过秤付款，再自己分级发货。",
    storyEn:
      "The farm buys chickens, eggs and log-grown mushrooms from the households of Wan’er, pays at the scale, then grades and ships.",
    declaredHouseholds: 15,
    approvedOn: "2023-09-18",
    members: [{ areaCode: VILLAGES.waner, households: 14 }],
    splitRuleCode: "processing",
  },
  {
    key: "coop-maolin",
    kind: "COOPERATIVE",
    name: "茂林农产品产销专业合作社",
    nameEn: "Maolin Farm Produce Cooperative",
    areaCode: VILLAGES.maolin,
    story: "茂林镇六个村的农户把菜籽、黄豆、红薯送到镇上的库房，过秤定价，买断入库。菜籽来料加工，按出油净重结算。",
    storyEn:
      "Households of six villages bring rapeseed, soybeans and sweet potatoes to the store in Maolin, where they are weighed, priced and bought. Oil is settled by its net weight after pressing.",
    declaredHouseholds: 45,
    approvedOn: "2023-03-20",
    members: [
      { areaCode: VILLAGES.kuifeng, households: 8 },
      { areaCode: VILLAGES.xikou, households: 8 },
      { areaCode: VILLAGES.pancun, households: 7 },
      { areaCode: VILLAGES.tangli, households: 8 },
      { areaCode: VILLAGES.maolin, households: 6 },
    ],
    splitRuleCode: "standard",
  },
  {
    key: "ent-maolin",
    kind: "ENTERPRISE",
    name: "泾县茂林山货加工有限公司",
    nameEn: "Maolin Mountain Foods Co.",
    areaCode: VILLAGES.pancun,
    story: "收购周边四个村的鲜笋、红薯和猪肉，在潘村的车间加工。车间按天发工资，工资和收购款分开记。",
    storyEn:
      "Buys bamboo shoots, sweet potatoes and pork from four villages and works them up in Pancun. Workshop wages are paid by the day and booked apart from what is paid for produce.",
    declaredHouseholds: 60,
    approvedOn: "2023-06-30",
    members: [
      { areaCode: VILLAGES.pancun, households: 8 },
      { areaCode: VILLAGES.tongshan, households: 8 },
      { areaCode: "341823101207", households: 8 },
      { areaCode: "341823101208", households: 8 },
    ],
    splitRuleCode: "processing",
  },
  {
    key: "coop-liping",
    kind: "COOPERATIVE",
    name: "里坪猕猴桃专业合作社",
    nameEn: "Liping Kiwifruit Cooperative",
    areaCode: VILLAGES.liping,
    story: "里坪村种了 600 亩猕猴桃和 600 亩海椒。猕猴桃按保底价先付，年底按全年售价做二次结算；海椒代销。",
    storyEn:
      "Liping grows 600 mu of kiwifruit and 600 mu of chilies. Kiwis are paid at a floor price on delivery and settled again at the year’s end; chilies are sold on consignment.",
    declaredHouseholds: 38,
    approvedOn: "2023-02-14",
    members: [{ areaCode: VILLAGES.liping, households: 32 }],
    splitRuleCode: "standard",
  },
  {
    key: "coop-huangdan",
    kind: "COOPERATIVE",
    name: "黄丹茶芋专业合作社",
    nameEn: "Huangdan Tea & Konjac Cooperative",
    areaCode: VILLAGES.dabei,
    story: "茶叶春天采，魔芋和姜黄冬天挖。农户把鲜叶和鲜芋送到大碑村的加工点，按成品净重记到各户名下。",
    storyEn:
      "Tea is picked in spring, konjac and turmeric are dug in winter. Households bring leaf and corms to the workshop in Dabei; the finished weight is booked to each of them.",
    declaredHouseholds: 24,
    approvedOn: "2023-07-08",
    members: [{ areaCode: VILLAGES.liping, households: 22 }],
    splitRuleCode: "standard",
  },
  {
    key: "coop-kongque-livestock",
    kind: "COOPERATIVE",
    name: "孔雀养殖专业合作社",
    nameEn: "Kongque Livestock Cooperative",
    areaCode: VILLAGES.kongque,
    story: "孔雀村各户散养牛、猪、鸡，合作社统一检疫、屠宰和冷链。交货时按只或按净肉重定价付款。",
    storyEn:
      "Households of Kongque keep cattle, pigs and chickens; the cooperative arranges inspection, slaughter and the cold chain and pays on delivery, by the bird or by net weight.",
    declaredHouseholds: 42,
    approvedOn: "2023-03-02",
    members: [{ areaCode: VILLAGES.kongque, households: 34 }],
    splitRuleCode: "standard",
  },
  {
    key: "coop-kongque-grain",
    kind: "COOPERATIVE",
    name: "孔雀杂粮种植专业合作社",
    nameEn: "Kongque Grain Cooperative",
    areaCode: VILLAGES.kongque,
    story: "海拔 410 米的坡地上种花生、荞麦、芝麻、葵花、黄豆和洋芋。各户交货后代销，等级价在封批前议定。",
    storyEn:
      "Peanuts, buckwheat, sesame, sunflowers, soybeans and potatoes from slopes at 410 m. Households deliver on consignment; the price of each grade is agreed before a lot is sealed.",
    declaredHouseholds: 50,
    approvedOn: "2023-03-02",
    members: [{ areaCode: VILLAGES.kongque, households: 44 }],
    splitRuleCode: "standard",
  },
  {
    key: "collective-kongque",
    kind: "VILLAGE_COLLECTIVE",
    name: "孔雀村股份经济合作社",
    nameEn: "Kongque Village Collective",
    areaCode: VILLAGES.kongque,
    story: "村集体的农副产品加工车间设在村小学旁，做荞麦挂面、魔芋豆腐和魔芋粉。原料从本村买断，帮工按天记工。",
    storyEn:
      "The village’s workshop beside the school makes buckwheat noodles, konjac tofu and konjac flour. Raw material is bought in the village; help is paid by the day.",
    declaredHouseholds: 60,
    approvedOn: "2023-10-11",
    members: [{ areaCode: VILLAGES.kongque, households: 30 }],
    splitRuleCode: "processing",
  },
  {
    key: "coop-rengang",
    kind: "COOPERATIVE",
    name: "仁岗辣椒专业合作社",
    nameEn: "Rengang Chili Cooperative",
    areaCode: VILLAGES.rengang,
    story: "仁岗村的辣椒基地六月开摘，摘到十月。鲜椒当天发，红椒晒干或剁碎入坛。",
    storyEn:
      "Rengang’s chili fields are picked from June to October. Fresh chilies leave the same day; red ones are dried, or chopped and put into jars.",
    declaredHouseholds: 22,
    approvedOn: "2023-04-27",
    members: [{ areaCode: VILLAGES.rengang, households: 19 }],
    splitRuleCode: "standard",
  },
] as const satisfies readonly Omit<SeedSeller, "slug" | "licenceNumber" | "phone">[];

export type SellerKey = (typeof demoSellers)[number]["key"];

const SLUGS: Record<SellerKey, string> = {
  "coop-changxi": "changxi-tea-bamboo",
  "coop-shuangyuan": "shuangyuan-green-plum",
  "farm-waner": "waner-family-farm",
  "coop-maolin": "maolin-farm-produce",
  "ent-maolin": "maolin-mountain-foods",
  "coop-liping": "liping-kiwifruit",
  "coop-huangdan": "huangdan-tea-konjac",
  "coop-kongque-livestock": "kongque-livestock",
  "coop-kongque-grain": "kongque-grain",
  "collective-kongque": "kongque-collective",
  "coop-rengang": "rengang-chili",
};

/** 8 cooperatives, an enterprise, a family farm and a village collective. */
export const sellers: readonly (SeedSeller & { readonly key: SellerKey })[] = demoSellers.map((seller) => {
  const random = stream(`seller ${seller.key}`);
  const register = {
    COOPERATIVE: "COOPERATIVE",
    FAMILY_FARM: "COMPANY",
    ENTERPRISE: "COMPANY",
    VILLAGE_COLLECTIVE: "COLLECTIVE",
  } as const;
  return {
    ...seller,
    slug: SLUGS[seller.key],
    licenceNumber: inventedLicence(random, register[seller.kind], seller.areaCode.slice(0, 6)),
    phone: inventedPhone(random),
  };
});

export function seller(key: SellerKey): SeedSeller {
  const found = sellers.find((one) => one.key === key);
  if (!found) throw new Error(`no seller ${key}`);
  return found;
}

export const servicePoints = [
  { key: "sp-changxi", name: "昌溪村信息服务点", nameEn: "Changxi service point", areaCode: VILLAGES.changxi },
  { key: "sp-kuifeng", name: "奎峰村信息服务点", nameEn: "Kuifeng service point", areaCode: VILLAGES.kuifeng },
  { key: "sp-liping", name: "里坪村信息服务点", nameEn: "Liping service point", areaCode: VILLAGES.liping },
  { key: "sp-kongque", name: "孔雀村信息服务点", nameEn: "Kongque service point", areaCode: VILLAGES.kongque },
  { key: "sp-rengang", name: "仁岗村信息服务点", nameEn: "Rengang service point", areaCode: VILLAGES.rengang },
].map((point) => ({ ...point, phone: inventedPhone(stream(`service point ${point.key}`)), openedOn: "2023-05-20" }));
