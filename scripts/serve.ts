// The web server of production, and with --dev the one of development (Vite builds each file when it is asked for).
import type { RequestListener, Server } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { blockRiskyFormats } from "~/media/block-risky-formats.server";
import { env, type Env } from "~/platform/env.server";
import { log } from "~/platform/log.server";
import { onEnd } from "./infra/lifeline.mjs";
import { createApp } from "./server/app";
import type { AppBuild } from "./server/remix";
import { createWebServer } from "./server/http-server";
import { ROOT } from "./infra/root.mjs";

const DRAIN_MS = 10_000;

async function main(): Promise<void> {
  const settings = env();
  blockRiskyFormats();
  const development = process.argv.includes("--dev");
  const server = createWebServer({ https: settings.APP_URL.startsWith("https:") });
  const { app, load, close } = development ? await developed(settings, server) : await built(settings);
  server.on("request", app);

  const { server: parts } = (await load()).entry.module;
  await parts.warm().catch((error: unknown) => log.error({ err: error }, "the database does not answer yet"));

  server.headersTimeout = 15_000;
  server.requestTimeout = 120_000; // a photo over a slow village line
  server.keepAliveTimeout = 65_000; // longer than a usual proxy's, so that it never meets a closing connection
  server.maxRequestsPerSocket = 0;

  onEnd(() => {
    server.close(async () => {
      await close?.();
      await parts.stop();
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
  });

  server.once("error", (error: NodeJS.ErrnoException) => {
    const inUse = error.code === "EADDRINUSE";
    console.error(inUse ? `Port ${settings.PORT} is in use by another program.` : error.message);
    process.exit(1);
  });
  server.listen(settings.PORT, settings.HOST, () => {
    log.info({ port: settings.PORT, mode: settings.NODE_ENV }, "web server listens");
    process.send?.("listening");
  });
}

type Served = { app: RequestListener; load: () => Promise<AppBuild>; close?: () => Promise<void> };

async function built(settings: Env): Promise<Served> {
  const build = (await import(pathToFileURL(path.join(ROOT, "build/app/server/index.js")).href)) as AppBuild;
  const load = () => Promise.resolve(build);
  return { app: createApp({ env: settings, build: load }), load };
}

async function developed(settings: Env, server: Server): Promise<Served> {
  const { createServer: createVite } = await import("vite");
  const vite = await createVite({ root: ROOT, server: { middlewareMode: true, hmr: { server } } });
  const load = async () => (await vite.ssrLoadModule("virtual:remix/server-build")) as AppBuild;
  return { app: createApp({ env: settings, build: load, assets: vite.middlewares }), load, close: () => vite.close() };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
