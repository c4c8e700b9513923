// bench intake ADDRESS: the weigher's pages on a cheap phone: 360 × 640, processor four times slower, 3G (1.6 Mbit/s down,
// 768 kbit/s up, 300 ms there and back), by the browser's own throttling. Prints how long it takes until the form can be used,
// and from saving one delivery to the next. ADDRESS is a running demonstration.
import { chromium, type Page } from "@playwright/test";
import { findChromium } from "../infra/chromium.mjs";
import { middle } from "./support/middle";

const NETWORK = { downloadThroughput: 1_600_000 / 8, uploadThroughput: 768_000 / 8, latency: 300 };
const SLOWER = 4;
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 5);
const WEIGHER = { name: "changxi-weigher", password: "shai-zhang-2026" };

const url = (process.argv[2] ?? "").replace(/\/$/, "");
if (url === "") {
  console.error("npm run bench -- intake http://localhost:3000: start the demonstration first (npm start)");
  process.exit(1);
}
const { executablePath, env } = await findChromium();
const browser = await chromium.launch({ executablePath, env, args: ["--no-sandbox"] });
try {
  const cookies = await signedIn();
  const opened: number[] = [];
  const again: number[] = [];
  const saved: number[] = [];
  const plain: number[] = [];
  const plainSaved: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const phone = await aPhone(cookies);
    opened.push(await untilUsable(phone, "/coop/intakes/scale", "#scale-people button"));
    saved.push(await saveOnTheScale(phone));
    again.push(await untilUsable(phone, "/coop/intakes/scale", "#scale-people button"));
    plain.push(await untilUsable(phone, "/coop/intakes/new", 'input[name="q"], a[href*="household="]'));
    plainSaved.push(await saveOnTheForm(phone));
    await phone.context().close();
  }
  console.log(
    JSON.stringify(
      {
        bench: "intake",
        phone: { width: 360, height: 640, slower: SLOWER, downMbit: 1.6, upMbit: 0.768, latencyMs: 300 },
        rounds: ROUNDS,
        aimsMs: { usable: 3000, saveToNext: 1000 },
        scale: {
          usableMs: Math.round(middle(opened)),
          usableAgainMs: Math.round(middle(again)),
          saveToNextMs: Math.round(middle(saved)),
        },
        formWithoutScripts: { usableMs: Math.round(middle(plain)), saveToSlipMs: Math.round(middle(plainSaved)) },
      },
      null,
      2,
    ),
  );
} finally {
  await browser.close();
}
process.exit(0);

async function signedIn() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator('input[name="loginName"]').fill(WEIGHER.name);
  await page.locator('input[name="password"]').fill(WEIGHER.password);
  await page.locator('input[name="password"]').press("Enter");
  await page.waitForURL((at) => !at.pathname.startsWith("/sign-in"));
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

async function aPhone(cookies: Awaited<ReturnType<typeof signedIn>>): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, ...NETWORK });
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return page;
}

/** From asking for the page until what is typed or pressed first can be. */
async function untilUsable(page: Page, address: string, first: string): Promise<number> {
  const began = performance.now();
  await page.goto(url + address, { waitUntil: "commit" });
  await page.locator(first).first().waitFor({ state: "visible" });
  return performance.now() - began;
}

async function saveOnTheScale(page: Page): Promise<number> {
  await page.locator("#scale-people button").first().click();
  await page.locator("#scale-grades button").first().click();
  await page.locator('#scale [name="mode"]').selectOption("CONSIGNED");
  await page.locator('#scale [name="gross"]').fill("23.5");
  const began = performance.now();
  await page.getByRole("button", { name: "保存并记下一户" }).click();
  await page.waitForFunction(() => {
    const gross = document.querySelector<HTMLInputElement>('#scale [name="gross"]');
    return gross?.value === "" && document.activeElement?.getAttribute("name") === "q";
  });
  return performance.now() - began;
}

async function saveOnTheForm(page: Page): Promise<number> {
  await page.locator('a[href*="household="]').first().click();
  for (let step = 0; step < 3 && (await page.locator('input[name="gross"]').count()) === 0; step++) {
    await page.locator('main a[href*="product="]').first().click();
    await page.waitForLoadState("domcontentloaded");
  }
  await page.locator('input[name="grade"]').first().check({ force: true });
  await page.locator('input[name="gross"]').fill("21.5");
  await page.locator('input[name="mode"][value="CONSIGNED"]').check({ force: true });
  const began = performance.now();
  await page.getByRole("button", { name: /保存/ }).first().click();
  await page.waitForURL(/\/coop\/intakes\/[0-9a-f-]{36}|done=/);
  await page.locator("h1").first().waitFor();
  return performance.now() - began;
}
