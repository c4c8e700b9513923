// No 0/O, 1/I/L, U/V: the code is read aloud and typed from a muddy box.
const LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ";
export const LOT_CODE_LENGTH = 10;

/** The public trace code out of random bytes; ten letters are about 48 bits, so nobody walks through all lots. */
export function lotCodeFrom(bytes: Uint8Array): string {
  let value = bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  let code = "";
  for (let i = 0; i < LOT_CODE_LENGTH; i++) {
    code += LETTERS[Number(value % BigInt(LETTERS.length))];
    value /= BigInt(LETTERS.length);
  }
  return code;
}

/** What somebody typed or scanned as a code: upper case, without blanks and hyphens; undefined when it cannot be one. */
export function parseLotCode(text: string): string | undefined {
  const code = text.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");
  return code.length === LOT_CODE_LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined;
}

/** "7K2QF-9M3XD", as printed on the box. */
export function formatLotCode(code: string): string {
  return code.length === LOT_CODE_LENGTH ? `${code.slice(0, 5)}-${code.slice(5)}` : code;
}
