import type { Random } from "./random";

// Nothing here can belong to anybody: no mobile number begins with 100, and the check digits are wrong on purpose.

/** 11 places in a range that is assigned to nobody. */
export function inventedPhone(random: Random): string {
  return `100${digits(random, 8)}`;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = "10X98765432";

/** The form of a citizen's number (GB 11643) with a check digit that no such number has. */
export function inventedIdNumber(
  random: Random,
  person: { countyCode: string; birthYear: number; sex: "M" | "F" },
): string {
  const month = String(random.int(1, 12)).padStart(2, "0");
  const day = String(random.int(1, 28)).padStart(2, "0");
  const order = random.int(0, 99) * 2 + (person.sex === "M" ? 1 : 0) + 700;
  const body = `${person.countyCode}${person.birthYear}${month}${day}${order}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  const wrong = CHECK_DIGITS[(sum + random.int(1, 10)) % 11];
  return `${body}${wrong}`;
}

/** 19 digits under an issuer number nobody has, failing the Luhn check. */
export function inventedBankAccount(random: Random): string {
  const body = `600000${digits(random, 12)}`;
  return `${body}${(luhnDigit(body) + random.int(1, 9)) % 10}`;
}

const CREDIT_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The form of a unified social credit code (GB 32100) with a check character that it cannot have. */
export function inventedLicence(
  random: Random,
  kind: "COOPERATIVE" | "COMPANY" | "COLLECTIVE",
  countyCode: string,
): string {
  const head = { COOPERATIVE: "93", COMPANY: "91", COLLECTIVE: "N2" }[kind];
  const body = `${head}${countyCode}${digits(random, 9)}`;
  const sum = CREDIT_CODE_WEIGHTS.reduce(
    (total, weight, index) => total + weight * CREDIT_CODE_LETTERS.indexOf(body[index] ?? "0"),
    0,
  );
  const right = (31 - (sum % 31)) % 31;
  return `${body}${CREDIT_CODE_LETTERS[(right + random.int(1, 30)) % 31]}`;
}

/** The digit that would make the number pass (ISO/IEC 7812). */
export function luhnDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.int(0, 9)).join("");
}
