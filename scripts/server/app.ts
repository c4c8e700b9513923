import path from "node:path";
import compression from "compression";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from "express";
import type { Env } from "~/platform/env.server";
import { log } from "~/platform/log.server";
import { SHARED_PAGE, type CurrentRequest } from "~/platform/request-context.server";
import { bodyLimit } from "./body-limit";
import { encodingFor } from "./encoding";
import { OWN_PARTS_ALLOWED } from "~/platform/content-security-policy";
import { beforeHead, securityHeaders } from "./headers";
import { originCheck } from "./origin-check";
import { remixOf, type AppBuild, type Candidates } from "./remix";
import { requestLog } from "./request-log";
import { sharedPages } from "./shared-pages";
import { migrationNames, version } from "./version";
import { ROOT } from "../infra/root.mjs";

/** Stripe signs what it sends here; it is the only door for other servers. */
export const WEBHOOK_PATH = "/webhooks/stripe";

/** Requests that may wait for a database connection, for each connection there is; more are turned away at once. */
const WAITING_PER_CONNECTION = 10;
const RETRY_AFTER_SECONDS = "3";

/** The web server: what stands in front of Remix, then Remix. `assets` serves files (in development Vite does). */
export function createApp(options: { env: Env; build: () => Promise<AppBuild>; assets?: RequestHandler }): Express {
  const { env, build } = options;
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", env.TRUST_PROXY > 0 ? env.TRUST_PROXY : false);
  app.set("etag", false);

  app.use(requestLog({ behindProxy: env.TRUST_PROXY > 0 }));
  if (env.TRUST_PROXY === 0) app.use(dropForwardedHeaders);
  app.use(securityHeaders({ https: env.APP_URL.startsWith("https:") }));
  app.use(health(build));
  app.use(
    originCheck({ origins: [new URL(env.APP_URL).origin], exempt: [WEBHOOK_PATH], anyOwnHost: isForTrying(env) }),
  );
  app.use(refuseNul);
  app.use(bodyLimit());
  app.use(compression());
  app.use(options.assets ?? builtAssets());
  app.use(turnAwayWhenFull(build));
  app.use(chooseRoutes(build, env));
  // In development a page changes with its source, which no stamp knows of.
  if (env.NODE_ENV === "production") {
    const readStamp = async () => (await build()).entry.module.server.shopStamp(new Date());
    app.use(sharedPages({ readStamp, mayBeShared: (response) => candidatesOf(response).mayBeShared }));
  }
  app.all("*", pages(build));
  app.use(answerSurprise);
  return app;
}

function isForTrying(env: Env): boolean {
  return env.DEMO || env.NODE_ENV !== "production";
}

/** PostgreSQL stores no text with NUL, so no address of ours has one: a bad request, before anybody asks for it. */
const refuseNul: RequestHandler = (request, response, next) => {
  if (!/%00/.test(request.originalUrl)) return next();
  response.status(400).type("text").send("Bad request\n");
};

const dropForwardedHeaders: RequestHandler = (request, _response, next) => {
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith("x-forwarded-") || name === "forwarded") delete request.headers[name];
  }
  next();
};

/** /healthz: this process answers. /readyz: it can serve; search being away does not count against it. */
function health(build: () => Promise<AppBuild>): RequestHandler {
  const running = version();
  const migrations = migrationNames();
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    response.set("Cache-Control", "no-store");
    if (request.path === "/healthz") return void response.json({ status: "ok", ...running });
    if (request.path !== "/readyz") {
      response.removeHeader("Cache-Control");
      return next();
    }
    build()
      .then((app) => app.entry.module.server.readiness({ migrations, now: new Date() }))
      .then(({ ready, checks }) => {
        response.status(ready ? 200 : 503).json({ status: ready ? "ready" : "not ready", checks, ...running });
      })
      .catch(next);
  };
}

function builtAssets(): RequestHandler {
  const assets = express.Router();
  const client = path.join(ROOT, "build/app/client");
  // Their names carry their hash; what is not there must not reach Remix, which would draw a page for it.
  assets.use("/assets", express.static(path.join(client, "assets"), { immutable: true, maxAge: "365d", index: false }));
  assets.use("/assets", (_request, response) => void response.status(404).type("text").send("not found\n"));
  const files = express.static(client, {
    maxAge: "1h",
    index: false,
    redirect: false,
    setHeaders: (response, file) => {
      if (file.endsWith("-worker.js")) response.setHeader("Content-Security-Policy", OWN_PARTS_ALLOWED);
    },
  });
  // A page's address has no ending: no file is looked for on its way.
  assets.use((request, response, next) =>
    path.extname(request.path) === "" ? next() : files(request, response, next),
  );
  return assets;
}

/** Better a short refusal at once than everybody waiting: the queue for database connections has an end. */
function turnAwayWhenFull(build: () => Promise<AppBuild>): RequestHandler {
  return (_request, response, next) => {
    build()
      .then((app) => {
        const { size, waiting } = app.entry.module.server.poolState();
        if (waiting < size * WAITING_PER_CONNECTION) return next();
        response.status(503).set("Retry-After", RETRY_AFTER_SECONDS).type("text");
        response.send(
          "现在访问的人太多，请稍后再试。这次请求没有处理，不会扣款；已提交的订单和已付的款都不会丢失。\n" +
            "Too many visitors at once, please try again in a moment. This request was not carried out and charges nothing; " +
            "orders placed and money paid are safe.\n",
        );
      })
      .catch(next);
  };
}

const CANDIDATES = "candidates";

/** Which routes may answer, of the build that answers now. */
function chooseRoutes(build: () => Promise<AppBuild>, env: Env): RequestHandler {
  const made = new WeakMap<AppBuild, ReturnType<typeof remixOf>>();
  return async (request, response, next) => {
    try {
      const app = await build();
      const candidatesFor = made.get(app) ?? remixOf(app, env.NODE_ENV);
      made.set(app, candidatesFor);
      response.locals[CANDIDATES] = candidatesFor(request.path);
      next();
    } catch (error) {
      next(error);
    }
  };
}

function candidatesOf(response: Response): Candidates {
  return response.locals[CANDIDATES] as Candidates;
}

function pages(build: () => Promise<AppBuild>): RequestHandler {
  return async (request, response, next) => {
    try {
      const app = await build();
      const context: Record<string, unknown> = {
        requestId: response.locals["requestId"],
        overloaded: false,
        // What is kept for many is kept plain, and packed for each as they take it.
        encoding: response.locals["isKept"] ? false : encodingFor(request),
      };
      const asked: CurrentRequest = { requestId: String(response.locals["requestId"]), clientAddress: request.ip };
      beforeHead(response, () => {
        if (asked.isOwn) response.removeHeader(SHARED_PAGE);
        // The app found the database full or away while it answered: that is "come back", not "we are broken".
        if (!context["overloaded"] || response.statusCode !== 500) return;
        response.statusCode = 503;
        response.statusMessage = "Service Unavailable";
        response.set("Retry-After", RETRY_AFTER_SECONDS);
      });
      const { answer } = candidatesOf(response);
      await app.entry.module.server.inRequest(asked, () => answer(request, response, context));
    } catch (error) {
      next(error);
    }
  };
}

const answerSurprise: ErrorRequestHandler = (error, _request, response, _next) => {
  // The body was cut off as too large, and answered so: Remix only learns of it late.
  if (response.headersSent && response.statusCode === 413) return;
  const status = malformed(error) ? 400 : 500;
  log.error({ err: error, requestId: response.locals["requestId"] }, "the web server met a surprise");
  if (response.headersSent) return void response.destroy();
  response
    .status(status)
    .type("text")
    .send(`${status === 400 ? "Bad request" : "Something went wrong"}\n`);
};

/** A URL that cannot be decoded, or a method no Request can have. */
function malformed(error: unknown): boolean {
  return error instanceof URIError || (error instanceof TypeError && /Invalid URL|HTTP method/.test(error.message));
}
