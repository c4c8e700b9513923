const DIGITS = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES = ["", "拾", "佰", "仟"];

/** A whole number below 100,000,000 in accounting capitals: 贰拾叁, so that a slip is read back and not altered. */
export function capitals(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number >= 100_000_000) throw new RangeError("not written in capitals");
  if (number === 0) return "零";
  const high = Math.trunc(number / 10_000);
  const low = number % 10_000;
  if (high === 0) return group(low);
  if (low === 0) return `${group(high)}万`;
  return `${group(high)}万${low < 1000 ? "零" : ""}${group(low)}`;
}

function group(number: number): string {
  let words = "";
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.trunc(number / 10 ** place) % 10;
    if (digit === 0) {
      zero = words !== "";
      continue;
    }
    words += `${zero ? "零" : ""}${DIGITS[digit]}${PLACES[place]}`;
    zero = false;
  }
  return words;
}

/** Grams echoed as 斤 in words for the person at the scale: 11,750 g are 贰拾叁斤半, 550 g are 壹斤壹两. */
export function weightWords(grams: number): string {
  const jin = Math.trunc(grams / 500);
  const rest = grams % 500;
  const whole = jin === 0 ? "" : `${capitals(jin)}斤`;
  if (rest === 0) return whole || "零斤";
  if (rest === 250) return `${whole}${whole ? "半" : "半斤"}`;
  const liang = Math.trunc(rest / 50);
  const leftGrams = rest % 50;
  return `${whole}${liang === 0 ? (whole ? "零" : "") : `${DIGITS[liang]}两`}${leftGrams === 0 ? "" : `${capitals(leftGrams)}克`}`;
}
