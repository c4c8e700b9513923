import { build } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";

/**
 * Small scripts of their own beside Remix: each entry becomes one file with a fixed address, because a service worker is
 * known by its address. Built with the pages; made anew for each request in development.
 * @param {Record<string, string>} entries file name → source
 * @returns {import("vite").Plugin}
 */
export function ownScripts(entries) {
  const make = async (/** @type {string} */ source, /** @type {boolean} */ minify) => {
    const made = await build({
      configFile: false,
      logLevel: "error",
      publicDir: false,
      plugins: [tsconfigPaths()],
      build: {
        target: "es2020",
        write: false,
        minify,
        lib: { entry: source, formats: ["iife"], name: "huhui" },
      },
    });
    const [first] = Array.isArray(made) ? made : [made];
    if (!first || !("output" in first)) throw new Error(`${source} was not built`);
    return first.output[0].code;
  };
  return {
    name: "own-scripts",
    async generateBundle() {
      if (this.environment.name !== "client") return;
      for (const [fileName, source] of Object.entries(entries)) {
        this.emitFile({ type: "asset", fileName, source: await make(source, true) });
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const source = entries[(request.url ?? "").split("?")[0]?.slice(1) ?? ""];
        if (source === undefined) return next();
        make(source, false).then((code) => {
          response.setHeader("Content-Type", "text/javascript; charset=utf-8");
          response.end(code);
        }, next);
      });
    },
  };
}
