import type { PartKind } from "~/benefits/split";

/** Who a part of a split belongs to, in the consoles. */
export const PART_WORDS: Readonly<Record<PartKind, string>> = {
  HOUSEHOLD: "农户",
  OTHERS: "未登记供货人",
  VILLAGE: "村集体",
  PREORDER: "预售待分配",
  COOPERATIVE: "合作社",
  RESERVE: "合作社风险金",
  SERVICE_POINT: "服务点",
  FREIGHT: "物流",
  PLATFORM_FEE: "平台服务费",
  PROCESSING: "支付手续费",
};
