export type PrivateFind = { readonly kind: "身份证号" | "手机号" | "银行账号或长号码"; readonly shown: string };

// The SQL function names_a_number says the same by the same patterns; a test holds the two together.

/** What may stand between the digits of one number, also over the end of a line. */
const GAP = String.raw`[\s_./()·•‐–—−-]*`;
const GAP_WITHIN_A_WORD = String.raw`[_./()·•‐–—−-]*`;
const UNSEEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;

/** One number's digits, each `_` a place where they may be apart; it begins and ends where digits begin and end. */
function apart(pattern: string, gap = GAP): RegExp {
  return new RegExp(String.raw`(?<!\d)${pattern.replaceAll("_", () => gap)}(?!\d)`, "g");
}

/** A place, a day of birth, a serial number and a check digit: an identity number even where a date is spelt out in it. */
const IDENTITY = apart(
  String.raw`(?:1_[1-5]|2_[1-3]|3_[1-7]|4_[1-6]|5_[0-4]|6_[1-5]|7_1|8_[1-3]|9_1)(?:_\d){4}_(?:1_9|2_0)_\d_\d_(?:0_[1-9]|1_[0-2])_(?:0_[1-9]|[12]_\d|3_[01])(?:_\d){3}_[\dXx]`,
);
const EIGHTEEN = apart(String.raw`\d(?:_\d){16}_[\dXx]`);
const MOBILE_DIGITS = String.raw`(?:0_|(?:0_0_)?8_6_)?1_[3-9](?:_\d){9}`;
const MOBILE = apart(MOBILE_DIGITS);
const MOBILE_IN_A_WORD = apart(MOBILE_DIGITS, GAP_WITHIN_A_WORD);
const LONG = apart(String.raw`\d(?:_\d){14,}`);

const MONTH = String.raw`(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])(?:[./-](?:0?[1-9]|[12]\d|3[01]))?`;
const CODE = String.raw`[1-8]\d{11}(?:-\d{4})?`;

/** What notices are full of and is nobody's number. It does not stand within a longer one. */
const HARMLESS: readonly RegExp[] = [
  // 2026-11-01, 2026.11.01-2026.11.30, 2026-10, 2026 年
  new RegExp(String.raw`(?<!\d[./-]?)${MONTH}(?:\s*[-–—~]\s*${MONTH})?(?![./-]?\d)`, "g"),
  /(?<!\d[./-]?)(?:19|20)\d\d\s*年/g,
  // area codes and archive numbers, one or several
  new RegExp(String.raw`(?<!\d${GAP})${CODE}(?:\s+${CODE})*(?!${GAP}\d)`, "g"),
  // an office's telephone: 0559-6512345, (0559)6512345, with an extension or a second line
  /(?<!\d[./-]?)(?:(?:010|02\d|0[3-9]\d\d)[- ]|\((?:010|02\d|0[3-9]\d\d)\)\s*)\d{7,8}(?:-\d{1,5})?(?:\/\d{7,8})?(?![./-]?\d)/g,
  // amounts and shares: 1,234,567.89, 127.70, 12.345%
  /(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![.,]?\d)/g,
  /(?<![\d.,])\d{1,9}(?:\.\d{1,2}(?!\.?\d)|\.\d+%)/g,
];

/** What in a text looks like somebody's number, however it is spaced or typed; nothing is published while there is any. */
export function privateNumbersIn(text: string): PrivateFind[] {
  let rest = text.normalize("NFKC").replace(UNSEEN, "");
  const found: PrivateFind[] = [];
  const take = (kind: PrivateFind["kind"], pattern: RegExp) => {
    rest = rest.replace(pattern, (match) => {
      const digits = match.replace(/[^\dXx]/g, "");
      found.push({ kind, shown: `${digits.slice(0, 2)}…${digits.slice(-2)}` });
      return "¦";
    });
  };
  take("身份证号", IDENTITY);
  take("手机号", MOBILE_IN_A_WORD);
  for (const pattern of HARMLESS) rest = rest.replace(pattern, "¦");
  take("身份证号", EIGHTEEN);
  take("手机号", MOBILE);
  take("银行账号或长号码", LONG);
  return found;
}
