import { env } from "~/platform/env.server";
import { answerIsOwn } from "~/platform/request-context.server";

export const SESSION_COOKIE = "huhui";

// The browser refuses a __Host- cookie that another host or a plain-http page tries to set.
function cookieName(): string {
  return isHttps() ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;
}

function isHttps(): boolean {
  return env().APP_URL.startsWith("https:");
}

const TOKEN = /^[\w-]{43}$/;

/** The session token the browser sent; undefined when there is none or it cannot be one. What is then answered is whose it is. */
export function readSessionCookie(request: Request): string | undefined {
  const name = cookieName();
  for (const pair of (request.headers.get("Cookie") ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key !== name || value === undefined || !TOKEN.test(value)) continue;
    answerIsOwn();
    return value;
  }
  return undefined;
}

/** The Set-Cookie line of a new session. */
export function sessionCookie(token: string, expiresAt: Date): string {
  return `${cookieName()}=${token}; Path=/; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}${secure()}`;
}

/** The Set-Cookie line that makes the browser forget its session. */
export function endedSessionCookie(): string {
  return `${cookieName()}=; Path=/; HttpOnly; SameSite=Lax; Expires=Thu, 01 Jan 1970 00:00:00 GMT${secure()}`;
}

function secure(): string {
  return isHttps() ? "; Secure" : "";
}
