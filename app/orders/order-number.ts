import { dayOf } from "~/kernel/period";

// Crockford's base 32: no I, L, O, U, so that a number can be read out over the telephone.
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 8;

/** The number people say: the Shanghai day and eight characters of the id's random part, "261123-7K3M9Q2X". */
export function orderNumber(id: string, placedAt: Date): string {
  let rest = BigInt(`0x${id.replaceAll("-", "").slice(-10)}`);
  let code = "";
  for (let position = 0; position < LENGTH; position++) {
    code = (DIGITS[Number(rest % 32n)] ?? "") + code;
    rest /= 32n;
  }
  return `${dayOf(placedAt).slice(2).replaceAll("-", "")}-${code}`;
}
