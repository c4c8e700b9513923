import type { RequestHandler, Response } from "express";
import helmet from "helmet";
import { NOTHING_ALLOWED } from "~/platform/content-security-policy";
import { SHARED_PAGE } from "~/platform/request-context.server";

const PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), interest-cohort=()";

/** The usual headers. The policy of pages is the app's own (it needs the nonce); everything else may load nothing. */
export function securityHeaders({ https }: { https: boolean }): RequestHandler[] {
  return [
    guarded(https),
    (_request, response, next) => {
      response.set("Permissions-Policy", PERMISSIONS);
      beforeHead(response, () => {
        response.removeHeader(SHARED_PAGE);
        if (!response.hasHeader("Content-Security-Policy")) response.set("Content-Security-Policy", NOTHING_ALLOWED);
        // What does not say that it may be kept is kept by nobody: most pages show somebody's cart, order or record.
        if (!response.hasHeader("Cache-Control")) response.set("Cache-Control", "private, no-store");
      });
      next();
    },
  ];
}

/** The same for an answer that is written without Express: what every answer carries, whatever it is. */
export function alwaysSent({ https }: { https: boolean }): Readonly<Record<string, string>> {
  const sent: Record<string, string> = { "Permissions-Policy": PERMISSIONS };
  const listed = { setHeader: (name: string, value: string) => (sent[name] = value), removeHeader: () => {} };
  guarded(https)({} as never, listed as never, () => {});
  return sent;
}

function guarded(https: boolean) {
  return helmet({
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: "deny" },
  });
}

/** Runs once, just before the answer's head is written. */
export function beforeHead(response: Response, work: () => void): void {
  const writeHead = response.writeHead;
  response.writeHead = function writeHeadAfter(this: Response, ...head: never[]) {
    response.writeHead = writeHead;
    // An explicit status counts as much as one set before.
    if (typeof head[0] === "number") response.statusCode = head[0];
    work();
    const [, ...rest] = head;
    return writeHead.apply(this, (typeof head[0] === "number" ? [response.statusCode, ...rest] : head) as never);
  } as typeof response.writeHead;
}
