// The one place for Remix's own options. The Vite compiler does not read this file by itself: vite.config.ts
// imports it and hands it to the plugin.

/** @type {import("@remix-run/dev").VitePluginConfig} */
export default {
  appDirectory: "app",
  buildDirectory: "build/app", // Remix empties it; the programs beside it stay,
  serverModuleFormat: "esm",
  ignoredRouteFiles: ["**/*"], // every route stands in app/routes.ts
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_routeConfig: true,
    // Off on purpose: turbo-stream 2.4.1, which Remix 2 pins for single fetch, has CVE-2026-34077 without a fix.
    v3_singleFetch: false,
    v3_lazyRouteDiscovery: false,
  },
};
