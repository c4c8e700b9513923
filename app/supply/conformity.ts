/** 承诺达标合格证 (MARA Order 2025 No. 4): whoever takes in produce asks for it, or makes it with the household at the scale. */
export const CONFORMITIES = ["RECEIVED", "ON_THE_SPOT", "NOT_IN_SCOPE"] as const;
export type Conformity = (typeof CONFORMITIES)[number];

export const CONFORMITY_WORDS: Record<Conformity, string> = {
  RECEIVED: "已收到农户的合格证",
  ON_THE_SPOT: "现场开具合格证",
  NOT_IN_SCOPE: "不在合格证范围内",
};

/** What the promise rests on, as the certificate marks it. */
export const TEST_MARKS = ["CONTROLLED", "SELF_TESTED", "COMMISSIONED_TEST"] as const;
export type TestMark = (typeof TEST_MARKS)[number];

export const TEST_MARK_WORDS: Record<TestMark, string> = {
  CONTROLLED: "质量安全控制符合要求",
  SELF_TESTED: "自行检测合格",
  COMMISSIONED_TEST: "委托检测合格",
};

/** The certificate's own words. */
export const PROMISE = "不使用禁用农药兽药、停用兽药和非法添加物；常规农药兽药残留不超标；对承诺的真实性负责。";
