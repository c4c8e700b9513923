/**
 * Food production licence number (食品生产许可证编号): "SC" and 14 digits, 3 category + 2 province + 2 city + 2 county +
 * 4 serial + 1 check digit by GB/T 17710 (ISO 7064) MOD 11,10.
 */
export function isScNumber(text: string): boolean {
  const digits = /^SC(\d{14})$/.exec(normalScNumber(text))?.[1];
  if (!digits || !/^[12]/.test(digits)) return false;
  return scCheckDigit(digits.slice(0, 13)) === Number(digits[13]);
}

/** As it is stored: upper case, no blanks, half-width digits. */
export function normalScNumber(text: string): string {
  return text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}

export function scCheckDigit(body: string): number {
  let product = 10;
  for (const digit of body) {
    const sum = (product + Number(digit)) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10;
}
