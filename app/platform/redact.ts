/** Keys whose values never belong in a log: who someone is, where they live, what opens their account. */
const PRIVATE_KEY =
  /phone|mobile|address|street|recipient|password|passwd|secret|token|cookie|authori[sz]ation|e-?mail|loginname|displayname|fullname|realname|holdername|idnumber|identity|bankaccount|cardnumber|totp|signature|^name$|^body$/i;

/** Chinese mobile numbers, resident identity numbers, bank card numbers and e-mail addresses inside running text. */
const PRIVATE_TEXT =
  /(?<![\dA-Za-z-])(?:\d{17}[\dXx]|1[3-9]\d{9}|[3-6]\d{15,18})(?![\dA-Za-z-])|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

const MASK = "[private]";
const DEPTH = 8;

/** The same text with identity, phone and card numbers and addresses of mail masked. */
export function maskText(text: string): string {
  return text.replace(PRIVATE_TEXT, MASK);
}

/** A copy fit for a log: private keys masked, text masked, bigints and dates as text, errors by name, message and stack. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (depth >= DEPTH) return "…";
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, PRIVATE_KEY.test(key) ? MASK : redact(item, depth + 1)]),
  );
}

function redactError(error: Error, depth: number) {
  return {
    type: error.name,
    message: maskText(error.message),
    stack: maskText(error.stack ?? ""),
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
