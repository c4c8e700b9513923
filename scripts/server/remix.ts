import {
  createReadableStreamFromReadable,
  createRequestHandler,
  writeReadableStreamToWritable,
  type AppLoadContext,
  type ServerBuild,
} from "@remix-run/node";
import type { server as serverParts } from "~/entry.server";
import type { Request as Asked, Response as Answer } from "express";
import { wholeBodyOf } from "~/platform/whole-answer";
import { says } from "~/ui/page-handle";
import { buildWith, candidateRoutes } from "./candidate-routes";

export type AppBuild = ServerBuild & { entry: { module: { server: typeof serverParts } } };

type RemixHandler = (request: Asked, response: Answer, context: AppLoadContext) => Promise<void>;

/** What may answer an address. */
export type Candidates = {
  readonly answer: RemixHandler;
  /** one of them says that its pages are the same for many */
  readonly mayBeShared: boolean;
};

/** Remix works out the table of routes for each handler: one is made for each set of candidates. */
export function remixOf(given: AppBuild, mode: string): (pathname: string) => Candidates {
  const build = actingOnce(given);
  const candidatesFor = candidateRoutes(build);
  const made = new Map<string, Candidates>();
  return (pathname) => {
    const routes = candidatesFor(pathname);
    const key = routes.join(" ");
    const known = made.get(key);
    if (known) return known;
    const candidates = {
      answer: remixHandler(buildWith(build, routes), mode),
      mayBeShared: routes.some((id) => says(build.routes[id]?.module.handle, "shared")),
    };
    made.set(key, candidates);
    return candidates;
  };
}

/** The build whose actions do once what is asked of them twice. */
function actingOnce(build: AppBuild): AppBuild {
  const { actingOnce: once } = build.entry.module.server;
  const routes = Object.entries(build.routes).map(([id, route]) => {
    if (!route?.module.action) return [id, route] as const;
    return [id, { ...route, module: { ...route.module, action: once(route.module.action) } }] as const;
  });
  return { ...build, routes: Object.fromEntries(routes) };
}

/**
 * Remix behind Express. why not `@remix-run/express`: it reads every answer from a stream, piece by piece, and flushes after each;
 * a page that is there as a whole is sent whole here.
 */
function remixHandler(build: ServerBuild, mode: string): RemixHandler {
  const handle = createRequestHandler(build, mode);
  return async (request, response, context) => {
    const answer = await handle(remixRequest(request, response), context);
    response.statusMessage = answer.statusText;
    response.status(answer.status);
    for (const [name, value] of answer.headers) response.append(name, value);
    const whole = wholeBodyOf(context, answer);
    if (whole) response.end(whole);
    else if (answer.body) await writeReadableStreamToWritable(answer.body, response);
    else response.end();
  };
}

/** The address as the visitor wrote it, so that one which is none throws; a loader learns when the visitor is gone. */
function remixRequest(request: Asked, response: Answer): Request {
  // A forwarded host is only there behind a proxy that may name it.
  const [host = ""] = (request.get("X-Forwarded-Host") ?? request.get("Host") ?? "").split(",");
  const url = new URL(`${request.protocol}://${host.trim()}${request.originalUrl}`);
  const headers = new Headers();
  for (const [name, value = []] of Object.entries(request.headers)) {
    for (const one of [value].flat()) headers.append(name, one);
  }
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const { method } = request;
  const body = method !== "GET" && method !== "HEAD" && createReadableStreamFromReadable(request);
  return new Request(url, { method, headers, signal: gone.signal, ...(body && { body, duplex: "half" }) });
}
