import type { RequestHandler } from "express";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses every request that changes something unless the browser sent it from our own pages. Stands before Remix, whose
 * own check is passed by `?_data=` and by resource routes. `exempt` are exact paths that other servers call and sign.
 * `origins` are ours; with `anyOwnHost` the address that the browser used counts as ours too (demonstration, development).
 */
export function originCheck(rule: {
  origins: readonly string[];
  exempt: readonly string[];
  anyOwnHost: boolean;
}): RequestHandler {
  return (request, response, next) => {
    if (SAFE_METHODS.has(request.method) || rule.exempt.includes(request.path)) return next();
    if (isOwn(request.headers, rule)) return next();
    response
      .status(403)
      .type("text")
      .send("这个请求不是从本站页面发出的，没有执行。This request did not come from our own pages.\n");
  };
}

type Rule = { readonly origins: readonly string[]; readonly anyOwnHost: boolean };
type Headers = { readonly origin?: string; readonly host?: string; readonly [name: string]: unknown };

function isOwn(headers: Headers, rule: Rule): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  // Sec-Fetch-Site cannot be set by a page; old browsers do not send it, and then Origin decides.
  if (headers.origin === undefined) return site === "same-origin";
  if (rule.origins.includes(headers.origin)) return true;
  return rule.anyOwnHost && hostOf(headers.origin) === headers.host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
