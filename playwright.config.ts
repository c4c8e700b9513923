import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/infra/chromium.mjs";

const { executablePath, env } = await findChromium();

// One running demonstration is shared by all tests (tests/setup/demonstration.ts), so each makes what it needs and leaves
// the rest alone. Tags choose more than the desktop: "@no-js" also without JavaScript, "@phone" also at 360 × 640; "@phone-only" leaves the
// desktop out. "@script-free" says instead that no page of it could run a script (tests/e2e/fixtures.ts).
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/setup/demonstration.ts",
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Only what hangs comes to these: `npm test` has other tests run beside, and machines are shared.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: "only-on-failure",
    // Recording every step costs a third of the time: whoever looks for a failure asks for it, with `--trace on`.
    trace: "off",
    launchOptions: {
      executablePath,
      // Two cores, two browsers: threads that compile and collect beside the page only take them from each other, and drawing
      // goes by way of software anyhow. A fifth of the browser's processor time. Letters stand as drawn, as on a phone: a twentieth.
      args: [
        ...["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--js-flags=--single-threaded"],
        "--font-render-hinting=none",
      ],
      env: { ...process.env, ...env },
    },
  },
  projects: [
    { name: "desktop", grepInvert: /@phone-only/, use: { viewport: { width: 1280, height: 800 } } },
    { name: "no-js", grep: /@no-js/, use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false } },
    { name: "phone", grep: /@phone/, use: { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true } },
  ],
});
