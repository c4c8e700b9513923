import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import remixConfig from "./remix.config.js";

export default defineConfig({
  // Vitest reads vitest.config.ts; Remix's plugin must not run under it.
  plugins: [!process.env["VITEST"] && remix(remixConfig), tsconfigPaths()],
  build: { target: "es2020", assetsInlineLimit: 0 },
});
