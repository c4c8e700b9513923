/** How a login name is stored and looked up: full-width forms folded, lower case, no blanks around it. */
export function normalLoginName(typed: string): string {
  return typed.normalize("NFKC").trim().toLowerCase();
}

/** A name, an e-mail address or a phone number: 3 to 64 characters without blanks. */
export function isLoginName(normal: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{2,63}$/u.test(normal);
}
