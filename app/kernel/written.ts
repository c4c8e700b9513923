// What stands on a parcel, an invoice or a contract is copied by people and printed by machines of others: it is made of what
// any of them can read. Every alphabet is; pictures, control characters and signs that turn the writing around are not.

const PERSON = /^(?=.*\p{L})(?:\u200c|\u200d|[\p{L}\p{M}\p{N}\p{Zs}·•‧・.．'’‘＇\-‐‑–,，、/&()（）])+$/u;
const PLACE = /^(?=.*\p{L})(?:\u200c|\u200d|[\p{L}\p{M}\p{N}\p{P}\p{Zs}+＋~～|｜=№℃°′″])+$/u;
/** the joiners of Persian and Indian words join pictures, too; what chooses a picture's look is no mark of writing */
const PICTURE = /[\p{Extended_Pictographic}\ufe0f\u20e3]/u;
const INVISIBLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** 张三, 阿依古丽·买买提, Anna-Lena O’Neil, สมชาย, 王女士（收）: at least one letter of any alphabet, no pictures. */
export function isPersonName(text: string): boolean {
  return PERSON.test(text) && !PICTURE.test(text);
}

/** A street and number, or a firm: letters of any alphabet with digits and punctuation. */
export function isPlaceOrFirm(text: string): boolean {
  return PLACE.test(text) && !PICTURE.test(text);
}

/** Words to somebody may hold anything that is seen as it is written; lines and tabs are fine. */
export function isPlainText(text: string): boolean {
  return !INVISIBLE.test(text.replace(/[\r\n\t]/g, " "));
}

/** "139-0000-0000", "+86 139…", full-width digits: a Chinese mobile number as it is stored, or undefined. */
export function mobileNumber(text: string): string | undefined {
  const digits = digitsOf(text);
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined;
}

/** A mobile number, or a landline with its area code. */
export function phoneNumber(text: string): string | undefined {
  const digits = digitsOf(text);
  return mobileNumber(digits) ?? (/^0\d{9,11}$/.test(digits) ? digits : undefined);
}

function digitsOf(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s()‐-―-]/g, "")
    .replace(/^\+?86(?=1\d{10}$)/, "");
}
