import { randomBytes } from "node:crypto";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToStaticMarkup, renderToString } from "react-dom/server";
import { shopStamp } from "~/catalog/shop-stamp-store.server";
import { contentSecurityPolicy } from "~/platform/content-security-policy";
import { db, disconnect, isDatabaseBusy, poolState } from "~/platform/db.server";
import { keptDrawings, type Drawing } from "~/platform/drawings.server";
import { env } from "~/platform/env.server";
import { readiness } from "~/platform/health.server";
import { log } from "~/platform/log.server";
import { packedText, type Encoding } from "~/platform/packed.server";
import { BODY_TOO_LARGE, inRequest, SHARED_PAGE } from "~/platform/request-context.server";
import { actingOnce } from "~/platform/sent-once.server";
import { answerWhole } from "~/platform/whole-answer";
import { NonceContext } from "~/ui/nonce";
import { isRefusal } from "~/ui/form-errors";
import { localeOfPath } from "~/ui/locale";
import { says, type PageHandle } from "~/ui/page-handle";

/** What the web server asks of the app beside answering requests: the app has one database client, and it is in here. */
export const server = {
  actingOnce,
  inRequest,
  poolState,
  readiness,
  warm,
  stop: disconnect,
  shopStamp: (now: Date) => shopStamp(db(), now),
};

const drawnOnce = keptDrawings();

/** A shared page (one that carries no script, so no nonce) is drawn and packed once for the same address and the same data. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  loadContext: AppLoadContext,
): Response {
  const { loaderData, actionData, errors } = context.staticHandlerContext;
  const shared = status === 200 && !actionData && !errors && pageSays(context, "shared") && !runsScripts(context);
  const encoding = loadContext["encoding"] as Encoding;
  const drawing = () => draw(request, status, headers, context, encoding);
  if (shared) headers.set(SHARED_PAGE, "1");
  const from = { address: `${encoding} ${request.url}`, read: loaderData };
  const { html, ...head } = shared ? drawnOnce(from, headers, drawing) : drawing();
  return answerWhole(loadContext, html, head);
}

function runsScripts(context: EntryContext): boolean {
  return pageSays(context, "hydrate") || pageSays(context, "ownScript");
}

/**
 * A page as HTML under its content security policy: a page with scripts has a nonce of its own, one without may run none.
 * Drawn and packed whole: no page waits for a part of itself, so nothing could be sent earlier, and what is sent piece by piece
 * is packed and flushed piece by piece. Remix catches what a page throws and draws its boundary.
 */
function draw(request: Request, status: number, headers: Headers, context: EntryContext, encoding: Encoding): Drawing {
  const nonce = runsScripts(context) ? randomBytes(16).toString("base64") : undefined;
  // The marks for taking a page over in the browser are for pages that do.
  const render = pageSays(context, "hydrate") ? renderToString : renderToStaticMarkup;
  const html = render(
    <NonceContext.Provider value={nonce}>
      <RemixServer context={context} url={request.url} {...(nonce && { nonce })} />
    </NonceContext.Provider>,
  );
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Security-Policy", policy(nonce));
  const body = packedText(`<!DOCTYPE html>${refusedFirst(html, request, context)}`, encoding);
  if (encoding) headers.set("Content-Encoding", encoding);
  headers.set("Content-Length", String(body.length));
  return { status, html: body, headers };
}

/** A refused form says so first, in the window's title too: what screen readers begin with, and tabs show. */
function refusedFirst(html: string, request: Request, context: EntryContext): string {
  if (!Object.values(context.staticHandlerContext.actionData ?? {}).some(isRefusal)) return html;
  const prefix = localeOfPath(new URL(request.url).pathname) === "en" ? "Error: " : "错误：";
  return html.replace("<title>", `<title>${prefix}`);
}

/** Every surprise thrown in a loader, an action or a render passes here once. The answer carries no detail of it. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
  if (request.signal.aborted || isRouteErrorResponse(error) || isCutOff(error)) return;
  if (isDatabaseBusy(error)) context["overloaded"] = true;
  log.error({ err: error, requestId: context["requestId"], method: request.method }, "a request failed");
}

function isCutOff(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === BODY_TOO_LARGE;
}

/** Opens a connection before the first visitor comes: the first query costs a fifth of a second. */
async function warm(): Promise<void> {
  await db().$queryRaw`SELECT 1`;
}

function pageSays({ staticHandlerContext, routeModules }: EntryContext, word: keyof PageHandle): boolean {
  return staticHandlerContext.matches.some(({ route }) => says(routeModules[route.id]?.handle, word));
}

function policy(nonce: string | undefined): string {
  const { STRIPE_API_URL } = env();
  return contentSecurityPolicy({
    nonce,
    checkoutOrigins: ["https://checkout.stripe.com", ...(STRIPE_API_URL ? [new URL(STRIPE_API_URL).origin] : [])],
    development: import.meta.env.DEV,
  });
}
