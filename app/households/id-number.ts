export type IdNumberProblem = "form" | "birth-date" | "checksum";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = "10X98765432";

/** What is wrong with a citizen's number of 18 places (GB 11643); undefined when nothing is. */
export function idNumberProblem(idNumber: string): IdNumberProblem | undefined {
  const plain = idNumber.trim().toUpperCase();
  const match = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(plain);
  if (!match) return "form";
  const [, year, month, day] = match;
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const exists = !Number.isNaN(born.getTime()) && born.toISOString().startsWith(`${year}-${month}-${day}`);
  if (!exists || Number(year) < 1880) return "birth-date";
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(plain[index]), 0);
  return CHECK_DIGITS[sum % 11] === plain[17] ? undefined : "checksum";
}

export function explainIdNumberProblem(problem: IdNumberProblem): string {
  switch (problem) {
    case "form":
      return "身份证号码应为 18 位，最后一位可以是 X。";
    case "birth-date":
      return "身份证号码中的出生日期不存在，请核对。";
    case "checksum":
      return "身份证号码的校验位不符，请核对每一位。";
  }
}
