/** 承诺达标合格证 (MARA Order 2025 No. 4): whoever takes in produce asks for it, or makes it with the household at the scale. */
export const CONFORMITIES = ["RECEIVED", "ON_THE_SPOT", "NOT_IN_SCOPE"] as const;
export type Conformity = (typeof CONFORMITIES)[number];

export const CONFORMITY_WORDS: Record<Conformity, string> = {
  RECEIVED: "已收到农户的合格证",
  ON_THE_SPOT: "现场开具合格证",
  NOT_IN_SCOPE: "不在合格证范围内",
};

/** How long a received certificate is kept at least. */
export const CERTIFICATE_KEPT_DAYS = 365;
