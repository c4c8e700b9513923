import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import remixConfig from "./remix.config.js";
import { ownScripts } from "./scripts/infra/own-scripts.mjs";
import { scriptFreeRoutes } from "./scripts/infra/script-free-routes.mjs";

const scripts = ownScripts({
  "coop-listing.js": "app/routes/cooperative/listing-script.ts",
  "coop-scale.js": "app/routes/cooperative/offline/scale-script.ts",
  "coop-leave.js": "app/routes/cooperative/offline/leave-script.ts",
  "coop-scale-worker.js": "app/routes/cooperative/offline/service-worker.ts",
  "shop-offline.js": "app/routes/shop/offline/keep-offline-page.ts",
  "shop-print.js": "app/routes/shop/print-script.ts",
  "shop-worker.js": "app/routes/shop/offline/shop-worker.ts",
});

export default defineConfig(({ isSsrBuild }) => ({
  // Vitest reads vitest.config.ts; Remix's plugin must not run under it.
  plugins: [!process.env["VITEST"] && [scriptFreeRoutes("app/routes"), remix(remixConfig), scripts], tsconfigPaths()],
  build: {
    target: "es2020",
    assetsInlineLimit: 0,
    rollupOptions: {
      // The server reads its bundle once; finding what of it is never called takes longer than reading that, too.
      ...(isSsrBuild ? { treeshake: false } : {}),
      // A route without a page has nothing for the browser: nobody needs to read that.
      onwarn: (warning, warn) => (warning.code === "EMPTY_BUNDLE" ? undefined : warn(warning)),
    },
  },
}));
