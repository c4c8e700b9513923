export type PrivateFind = { readonly kind: "身份证号" | "手机号" | "银行账号或长号码"; readonly shown: string };

/** What in a text looks like somebody's number, however it is spaced or typed; nothing is published while there is any. */
export function privateNumbersIn(text: string): PrivateFind[] {
  const plain = text.normalize("NFKC").replace(/(?<=\d)[\s\-—–·.•_]+(?=[\dXx])/g, (gap) => (/\./.test(gap) ? gap : ""));
  const found: PrivateFind[] = [];
  for (const [digits] of plain.matchAll(/(?<![\d.])\d[\d]{9,}[Xx]?(?![\d])/g)) {
    const shown = `${digits.slice(0, 2)}…${digits.slice(-2)}`;
    if (/^\d{17}[\dXx]$/.test(digits)) found.push({ kind: "身份证号", shown });
    else if (/^(?:86)?1[3-9]\d{9}$/.test(digits)) found.push({ kind: "手机号", shown });
    else if (/^\d{15,19}$/.test(digits)) found.push({ kind: "银行账号或长号码", shown });
  }
  return found;
}
