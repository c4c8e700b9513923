/** How a household is reached and paid; what is not given stays as it is. */
export type Contact = {
  readonly groupName?: string | undefined;
  readonly phone?: string | undefined;
  readonly bank?: { readonly name: string; readonly account: string } | undefined;
};

/** 8 to 30 digits, however they are spaced. */
export function isBankAccount(typed: string): boolean {
  return /^\d{8,30}$/.test(typed.normalize("NFKC").replace(/[\s-]/g, ""));
}
