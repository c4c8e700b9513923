// The production server with one route more: /bare, a Remix page without data whose HTML has a given size: so many elements
// with so many characters in them.
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { useParams } from "@remix-run/react";
import { createElement } from "react";
import { env } from "~/platform/env.server";
import { createApp } from "../../server/app";
import type { AppBuild } from "../../server/remix";
import { ROOT } from "../../infra/root.mjs";

const settings = env();
const built = (await import(pathToFileURL(path.join(ROOT, "build/app/server/index.js")).href)) as AppBuild;
const BARE_PATH = "bare/:elements/:characters";
const text = "一二三四五六七八九十".repeat(20_000);

const bare = {
  id: "bare",
  parentId: "root",
  path: BARE_PATH,
  module: { default: Bare },
};
const build = {
  ...built,
  routes: { ...built.routes, bare },
  assets: {
    ...built.assets,
    routes: {
      ...built.assets.routes,
      bare: { ...built.assets.routes["root"], id: "bare", parentId: "root", path: BARE_PATH },
    },
  },
} as unknown as AppBuild;

const app = createApp({ env: settings, build: () => Promise.resolve(build) });
await build.entry.module.server.warm();
const server = createServer(app);
server.listen(settings.PORT, settings.HOST);
process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});

/** One element in the page's middle, or as many as asked for, the characters spread over them. */
function Bare() {
  const params = useParams();
  const [elements, characters] = [Number(params["elements"]), Number(params["characters"])];
  if (elements === 1) return createElement("main", null, text.slice(0, characters));
  const inner = Array.from({ length: elements - 1 }, (_, at) => {
    const from = Math.floor((characters * at) / (elements - 1));
    const to = Math.floor((characters * (at + 1)) / (elements - 1));
    return createElement("p", { key: at }, text.slice(from, to));
  });
  return createElement("main", null, inner);
}
