import { mobileNumber } from "~/kernel/written";

/** Where a shopper is reached. */
export type Contact = { readonly channel: "EMAIL" | "SMS"; readonly address: string };

const LONGEST_EMAIL = 200;

/** A mobile number of 11 digits or an e-mail address, as people type them; undefined when it is neither. */
export function parseContact(typed: string): Contact | undefined {
  const text = typed.normalize("NFKC").trim();
  const mobile = mobileNumber(text);
  if (mobile !== undefined) return { channel: "SMS", address: mobile };
  if (text.length <= LONGEST_EMAIL && /^[^\s@<>"',;:\\]+@[^\s@<>"',;:\\.]+(\.[^\s@<>"',;:\\.]+)+$/.test(text)) {
    return { channel: "EMAIL", address: text.toLowerCase() };
  }
  return undefined;
}

/** "138****0000", "z***@example.com": enough to recognise one's own. */
export function maskContact({ channel, address }: Contact): string {
  if (channel === "SMS") return `${address.slice(0, 3)}****${address.slice(-4)}`;
  return `${address.slice(0, 1)}***${address.slice(address.indexOf("@"))}`;
}
