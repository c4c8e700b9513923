import type { Locale } from "~/ui/locale";

export const FEEDS = ["products", "months", "seals"] as const;

type Feed = { title: string; text: string; fields: readonly (readonly [field: string, meaning: string])[] };
type Words = Record<(typeof FEEDS)[number], Feed> & {
  field: string;
  meaning: string;
  rules: string;
  rulesList: readonly string[];
};

export const API_WORDS: Record<Locale, Words> = {
  zh: {
    field: "字段",
    meaning: "是什么",
    products: {
      title: "在售商品（JSON）",
      text: "一次 200 件；next 是下一页的地址，没有下一页时为 null。价格、库存和到户金额是读取时的数。金额是元，两位小数的文字。",
      fields: [
        ["generatedAt, currency, next", "生成时间、货币（CNY）、下一页"],
        ["items[].id, url, title, pack", "编号、商品页、名称、规格；url 和名称各有中文、英文"],
        ["items[].packQuantity, baseUnit", "一份有多少：GRAM 为克，PIECE 为件"],
        ["items[].price, toHouseholds", "最便宜的规格的价格；其中到户多少，没有时为 null"],
        ["items[].availability", "in_stock、out_of_stock、preorder"],
        ["items[].shipsWithinDays, shipsBy, harvestedOn", "几天内发货；预售的最晚发货日；最近的采收日"],
        ["items[].category, village, seller, certificates, image", "类目、村（12 位代码和名称）、卖家、证书、图片"],
      ],
    },
    months: {
      title: "按月、按村的到户金额（CSV）",
      text: "从账本算出，UTF-8，带字节序标记，可以直接用表格软件打开。",
      fields: [
        ["month", "北京时间的月份，例如 2026-11"],
        ["area_code, village, village_en", "村的 12 位代码和名称；合并的村没有代码"],
        ["households", "收到钱的户数，至少 5"],
        ["to_households_yuan", "分到农户的金额，元；退款已减"],
      ],
    },
    seals: {
      title: "每日封账（JSON）",
      text: "每天最后一个封号，和核对包的验签公钥。源代码里的 scripts/verify-bundle.mjs 用它核对一户的账，不需要我们的服务器。",
      fields: [
        ["key", "Ed25519 公钥"],
        ["seals[]", "日期、序数、封号"],
      ],
    },
    rules: "请这样用",
    rulesList: [
      "读得不要太频繁：商品每分钟一次就够，账本的数一天变几次。",
      "引用数字时写明日期；待确认的钱还没有付给农户，不要和已付的相加。",
      "地址不会改；要加字段时只增不减。字段的名称变了，version 会加一。",
    ],
  },
  en: {
    field: "Field",
    meaning: "What it is",
    products: {
      title: "Produce on sale (JSON)",
      text: "200 at a time; next is the address of the following page, or null. Price, stock and the amount to households are those of the moment. Amounts are yuan, as text with two decimals.",
      fields: [
        ["generatedAt, currency, next", "when it was made, CNY, the next page"],
        ["items[].id, url, title, pack", "id, product page, name and pack; address and names in Chinese and English"],
        ["items[].packQuantity, baseUnit", "what one pack holds: GRAM or PIECE"],
        [
          "items[].price, toHouseholds",
          "price of the cheapest pack, and what of it reaches households; null when none does",
        ],
        ["items[].availability", "in_stock, out_of_stock, preorder"],
        [
          "items[].shipsWithinDays, shipsBy, harvestedOn",
          "ships within so many days; last day of a pre-order; newest harvest",
        ],
        [
          "items[].category, village, seller, certificates, image",
          "category, village (12-digit code and names), seller, certificates, picture",
        ],
      ],
    },
    months: {
      title: "To households by month and village (CSV)",
      text: "Worked out from the ledger; UTF-8 with a byte order mark, so that spreadsheets open it.",
      fields: [
        ["month", "month in Beijing time, as YYYY-MM"],
        ["area_code, village, village_en", "12-digit code and names; villages put together have no code"],
        ["households", "households that received money, 5 at least"],
        ["to_households_yuan", "divided to households, in yuan; refunds are taken off"],
      ],
    },
    seals: {
      title: "Daily seals (JSON)",
      text: "Each day's last seal, and the public key of audit files. scripts/verify-bundle.mjs in the source code checks one household's account with it, without our server.",
      fields: [
        ["key", "Ed25519 public key"],
        ["seals[]", "day, number, seal"],
      ],
    },
    rules: "Please",
    rulesList: [
      "Do not read too often: once a minute is enough for produce, and the ledger's figures change a few times a day.",
      "Give the day with a figure. Pending money has not been paid to households yet: never add it to what was paid.",
      "Addresses stay. Fields are added, not taken away; when a name changes, version goes up by one.",
    ],
  },
};
