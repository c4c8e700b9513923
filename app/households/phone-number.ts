/** The eleven digits of a mobile number, without blanks, dashes and the country's +86. */
export function normalPhone(typed: string): string {
  const digits = typed.normalize("NFKC").replace(/[\s-]/g, "");
  return digits.replace(/^(\+86|0086|86(?=1\d{10}$))/, "");
}

/** Whether it can be a mobile number; whose, and whether anybody's, is another question. */
export function isPhone(typed: string): boolean {
  return /^1\d{10}$/.test(normalPhone(typed));
}
