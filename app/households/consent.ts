/** What a household may separately agree to (个人信息保护法 art. 29), each on its own and withdrawable. */
export const CONSENT_PURPOSES = {
  STORY: "讲述家庭故事",
  PHOTO: "使用照片",
  NAME: "展示姓氏（张**）",
} as const;

export type ConsentPurpose = keyof typeof CONSENT_PURPOSES;

export type ConsentDates = {
  readonly givenAt: Date;
  readonly confirmedAt: Date | null;
  readonly withdrawnAt: Date | null;
};

/** Whether a purpose may be acted on: asked twice, and not taken back. */
export function isConsentInForce(consent: ConsentDates | undefined): boolean {
  return consent !== undefined && consent.confirmedAt !== null && consent.withdrawnAt === null;
}

export function isConsentPurpose(text: string): text is ConsentPurpose {
  return Object.hasOwn(CONSENT_PURPOSES, text);
}
