import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";

const plugins = [tsconfigPaths()];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins,
        test: {
          name: "unit",
          isolate: false,
          include: ["app/**/*.test.{ts,tsx}", "scripts/**/*.test.ts", "prisma/seed/**/*.test.ts", "tests/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        plugins,
        test: {
          name: "integration",
          // One process for many files: what comes from node_modules is loaded once (tests/setup/environment.ts renews our own).
          isolate: false,
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: "tests/setup/postgres.ts",
          setupFiles: ["tests/setup/environment.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins,
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          globalSetup: "tests/setup/postgres.ts",
          setupFiles: ["tests/setup/environment.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
