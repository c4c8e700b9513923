/** What the nightly rules look for. The factor is in hundredths: 150 = 1.5 times; people read and type it in the rule's unit, of `step` hundredths. */
export const ALERTS = {
  BELOW_LINE: {
    label: "低于或接近监测线",
    factor: 100,
    unit: "% 的监测线",
    step: 1,
    hint: "近 12 个月人均净收入（平台已付 − 生产费用 + 已核定申报）低于当年监测线 × 系数；人口按最近结账时冻结的，未结账的按登记",
  },
  SUDDEN_FALL: {
    label: "收入骤降",
    factor: 50,
    unit: "% 的上年同期",
    step: 1,
    hint: "近 3 个月应计收入低于上年同期 × 系数，且上年同期不少于 500 元",
  },
  NO_INCOME: {
    label: "多月没有平台收入",
    factor: 600,
    unit: "个月",
    step: 100,
    hint: "此前 12 个月有过平台收入，最近若干个月一笔也没有",
  },
  ONE_BUYER: {
    label: "只靠一个合作社",
    factor: 95,
    unit: "%",
    step: 1,
    hint: "近 12 个月应计收入不少于 3,000 元，且占比不低于系数的部分来自同一个合作社",
  },
  ONE_PRODUCT: {
    label: "只靠一种产品",
    factor: 95,
    unit: "%",
    step: 1,
    hint: "近 12 个月应计收入不少于 3,000 元，且占比不低于系数的部分来自同一种产品",
  },
  UNUSUALLY_HIGH: {
    label: "收入异常偏高",
    factor: 500,
    unit: "% 的本村中位数",
    step: 1,
    hint: "近 12 个月应计收入高于本村有收入户中位数 × 系数",
  },
  SHARED_ACCOUNT: {
    label: "多户同一银行账号",
    factor: 200,
    unit: "户",
    step: 100,
    hint: "同一银行账号登记在不少于系数的户上；账号以盲索引比对，不解密，已并户的不计",
  },
  SELF_PURCHASE: {
    label: "自卖自买",
    factor: 10,
    unit: "% 的销售",
    step: 1,
    hint: "近 12 个月由本户登记电话或本户、本社账号下的订单，买走自己的货不低于系数的部分",
  },
  OVER_LAND: {
    label: "交货超过土地产能",
    factor: 150_000,
    unit: "公斤/亩",
    step: 100,
    hint: "近 12 个月交货重量超过调查的耕地与林果面积 × 每亩最高产量",
  },
  DECLARED_NOT_PAID: {
    label: "申报带动户多于实付户",
    factor: 100,
    unit: "% 的申报数",
    step: 1,
    hint: "近 12 个月实付户数少于合作社申报的带动户数 × 系数",
  },
} as const;

export type AlertKey = keyof typeof ALERTS;
export const ALERT_KEYS = Object.keys(ALERTS) as [AlertKey, ...AlertKey[]];

/** One thing that a rule found, with its evidence in words. */
export type Finding = {
  readonly householdId: string | null;
  readonly cooperativeId: string | null;
  readonly areaCode: string;
  readonly evidence: string;
};

/** Days until somebody must have looked into it. */
export const ALERT_DAYS = 15;
