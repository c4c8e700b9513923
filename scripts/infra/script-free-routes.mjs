import fs from "node:fs";
import path from "node:path";

const CLIENT_ROUTE = /\?__remix-build-client-route$/;
const NOTHING = "?script-free";

/**
 * Remix makes a browser's part of every route, whose pages ask for it only when a route on them says `hydrate: true`. While
 * none does, each part is an empty one: following all of them to what they draw with is the larger half of a build.
 * @param {string} folder where the routes stand
 * @returns {import("vite").Plugin}
 */
export function scriptFreeRoutes(folder) {
  return {
    name: "script-free-routes",
    enforce: "pre",
    apply: (_, { command, isSsrBuild }) => command === "build" && !isSsrBuild && !someHydrate(folder),
    async resolveId(source, importer) {
      if (!CLIENT_ROUTE.test(importer ?? "")) return null;
      const route = await this.resolve(source, importer, { skipSelf: true });
      return route && route.id + NOTHING;
    },
    load: (id) =>
      id.endsWith(NOTHING) ? { code: "export const nothing = {};", syntheticNamedExports: "nothing" } : null,
  };
}

/** @param {string} folder */
function someHydrate(folder) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .some(
      (file) => file.endsWith(".tsx") && /\bhydrate: true\b/.test(fs.readFileSync(path.join(folder, file), "utf8")),
    );
}
