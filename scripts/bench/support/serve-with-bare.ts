// The production server with one route more: /bare, a Remix page without data whose HTML has a given size.
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { useParams } from "@remix-run/react";
import { createElement } from "react";
import { env } from "~/platform/env.server";
import { createApp, type AppBuild } from "../../server/app";
import { ROOT } from "../../infra/root.mjs";

const settings = env();
const built = (await import(pathToFileURL(path.join(ROOT, "build/app/server/index.js")).href)) as AppBuild;
const text = "一二三四五六七八九十".repeat(20_000);

const bare = {
  id: "bare",
  parentId: "root",
  path: "bare/:characters",
  module: {
    default: function Bare() {
      return createElement("main", null, text.slice(0, Number(useParams()["characters"])));
    },
  },
};
const build = {
  ...built,
  routes: { ...built.routes, bare },
  assets: {
    ...built.assets,
    routes: {
      ...built.assets.routes,
      bare: { ...built.assets.routes["root"], id: "bare", parentId: "root", path: "bare/:characters" },
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
