/** What a household spends to produce what it sells. Only business income has costs. */
export const COST_KINDS = [
  "种苗肥料",
  "农资",
  "饲料",
  "采收帮工",
  "加工包装",
  "运费",
  "土地租金",
  "机械作业",
  "其他",
] as const;
export type CostKind = (typeof COST_KINDS)[number];
