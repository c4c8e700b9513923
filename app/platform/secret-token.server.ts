import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits for a cookie, a link or a session: unguessable, fit for a URL. Store only its hash. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256 in hex. Enough for a random token: there is nothing to guess, so nothing to slow down. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Whether two secrets are the same, in a time that does not tell where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}
