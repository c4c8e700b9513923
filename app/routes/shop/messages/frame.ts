import { ENGLISH_MONTHS, englishDate } from "~/kernel/english-date";

/** What stands on every page and in every list: the frame, units, grades, marks. Both languages have the same keys. */
const zh = {
  nav: { home: "首页", search: "全部农产品", villages: "村庄", howSplit: "钱怎么分" },
  footer: {
    shop: "选购",
    about: "账本",
    work: "工作台",
    cooperative: "合作社与服务点登录",
    official: "帮扶干部登录",
    institutions: "单位采购",
    help: "说明",
    accessibility: "无障碍",
    privacy: "个人信息",
    api: "给程序的数据",
  },
  site: {
    title: "户惠 · 每一分钱到哪户都写清楚的农产品商店",
    description: "从村里的合作社和农户手里买农产品：价格里有多少到户、谁来分、怎么分，下单前看得见，付款后对得上。",
  },
  units: {
    perJin: (yuan: string) => `${yuan}/斤`,
    perKg: (yuan: string) => `${yuan}/公斤`,
    perPiece: (yuan: string, piece: string) => `${yuan}/${piece}`,
    weight: (jin: string, kg: string) => `${jin} 斤（${kg} 公斤）`,
    grams: (grams: number) => `${grams} 克`,
    pieces: (count: number, piece: string) => `${count} ${piece}`,
    packs: (count: number) => `${count} 件`,
    months: (months: readonly number[]) => months.map((month) => `${month}月`).join("、"),
    percent: (text: string) => text,
  },
  /** grades are written in Chinese by the cooperatives; the usual ones have a name in the page's language */
  grades: {} as Readonly<Record<string, string>>,
  card: {
    toHousehold: "到户",
    from: "起",
    harvested: (day: string) => `${day} 采收`,
    ships: (days: number) => (days <= 1 ? "24 小时内发货" : `${days} 天内发货`),
    paidAtIntake: (yuan: string) => `收购时已付农户 ${yuan}`,
    soldOut: "暂时售罄",
  },
  certificates: {
    CONFORMITY: "承诺达标合格证",
    SC: "SC 生产许可",
    GREEN: "绿色食品",
    ORGANIC: "有机产品",
    GI: "地理标志",
    TEST: "检测报告",
  },
};

const en = {
  nav: { home: "Home", search: "All produce", villages: "Villages", howSplit: "Where the money goes" },
  footer: {
    shop: "Shop",
    about: "The ledger",
    work: "For work",
    cooperative: "Cooperatives and service points",
    official: "Officials",
    institutions: "For institutions",
    help: "About this site",
    accessibility: "Accessibility",
    privacy: "Personal data",
    api: "Data for programs",
  },
  site: {
    title: "Huhui · the shop that writes down which household every fen reaches",
    description:
      "Buy produce from village cooperatives and households. See before you order how much of the price reaches households, and check it after you have paid.",
  },
  units: {
    perJin: (yuan) => `${yuan} per 500 g`,
    perKg: (yuan) => `${yuan} per kg`,
    perPiece: (yuan, piece) => `${yuan} per ${piece}`,
    weight: (_jin, kg) => `${kg} kg`,
    grams: (grams) => `${grams} g`,
    pieces: (count, piece) => `${count} ${piece}${count === 1 ? "" : "s"}`,
    packs: (count) => (count === 1 ? "1 pack" : `${count} packs`),
    months: (months) => months.map((month) => ENGLISH_MONTHS[month - 1] ?? "").join(", "),
    percent: (text) => text,
  },
  grades: {
    特级: "Premium",
    一级: "Grade 1",
    二级: "Grade 2",
    三级: "Grade 3",
    大果: "Large",
    中果: "Medium",
    小果: "Small",
    统货: "Ungraded",
    花菇: "Flower caps",
    厚菇: "Thick caps",
    百花: "Wildflower",
    手工: "Handmade",
  },
  card: {
    toHousehold: "to households",
    from: "from",
    harvested: (day) => `harvested ${englishDate(day)}`,
    ships: (days) => (days <= 1 ? "ships within 24 hours" : `ships within ${days} days`),
    paidAtIntake: (yuan) => `${yuan} paid to households at intake`,
    soldOut: "sold out",
  },
  certificates: {
    CONFORMITY: "Conformity certificate",
    SC: "SC food licence",
    GREEN: "Green Food",
    ORGANIC: "Organic",
    GI: "Geographical indication",
    TEST: "Test report",
  },
} satisfies typeof zh;

export const FRAME_WORDS = { zh, en };
