import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { paths } from "~/paths";
import { staff } from "../../prisma/seed/data/staff";
import { DEMO_PASSWORD } from "../../prisma/seed/data/users";

export { expect };

/** The running demonstration, as its run file describes it. */
export type RunFacts = {
  readonly url: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  readonly searchUrl?: string;
  readonly sandboxUrl?: string;
};

export function runFacts(): RunFacts {
  const file = process.env["HUHUI_RUN_FILE"];
  if (!file) throw new Error("HUHUI_RUN_FILE is not set: run these tests through playwright.config.ts");
  return JSON.parse(fs.readFileSync(file, "utf8")) as RunFacts;
}

export type DemoLogin = {
  readonly role: string;
  readonly loginName: string;
  readonly password: string;
  readonly url?: string;
};

/** The first demonstration login of a role, by the role's word or by its login name; also of those not shown at the start. */
export function demoLogin(role: string): DemoLogin {
  const logins = JSON.parse(fs.readFileSync(path.join(runFacts().dataDir, "demo-logins.json"), "utf8")) as DemoLogin[];
  const login = logins.find((candidate) => candidate.role === role || candidate.loginName === role);
  const unshown = staff.find(({ loginName }) => loginName === role);
  if (!login && unshown) return { role, loginName: role, password: DEMO_PASSWORD };
  if (!login)
    throw new Error(`no demonstration login for "${role}"; there are ${logins.map((l) => l.role).join(", ")}`);
  return login;
}

/**
 * A test of the running shop. It fails when the page's script throws, writes an error to the console, or the server answers
 * 5xx. A page that is answered 4xx on purpose may say so itself; a missing picture or script may not. One tagged "@script-free"
 * fails where a page could run a script: then what it saw is what is seen without JavaScript, and it need not run twice.
 */
export const test = base.extend<{ surprises: string[] }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
  baseURL: async ({}, use) => use(runFacts().url),
  surprises: [
    async ({ page }, use, { tags }) => {
      const surprises: string[] = [];
      const refusedPages = new Set<string>();
      page.on("pageerror", (error) => surprises.push(`page error: ${error.message}`));
      page.on("response", (response) => {
        if (response.status() >= 500) surprises.push(`${response.status()} from ${response.url()}`);
        if (!response.request().isNavigationRequest()) return;
        if (response.status() >= 400) refusedPages.add(response.url());
        if (tags.includes("@script-free") && !forbidsScripts(response.headers()["content-security-policy"]))
          surprises.push(`${response.url()} may run a script`);
      });
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        const [address = ""] = message.location().url.split("#");
        const ofRefusedPage = /status of 4\d\d/.test(message.text()) && refusedPages.has(address);
        if (!ofRefusedPage) surprises.push(`console: ${message.text()} (${message.location().url})`);
      });
      await use(surprises);
      expect(surprises, "nothing unexpected on the console or from the server").toEqual([]);
    },
    { auto: true },
  ],
});

function forbidsScripts(policy = ""): boolean {
  return policy.includes("default-src 'none'") && !policy.includes("script-src");
}

const sessions = new Map<string, Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>>();

/**
 * Signs in as a role of the demonstration. Within one worker the session is kept and used again, unless `fresh`: a test
 * that signs out or changes the account asks for a session of its own.
 */
export async function signIn(page: Page, role: string, { fresh = false } = {}): Promise<DemoLogin> {
  const login = demoLogin(role);
  const kept = sessions.get(login.loginName);
  if (kept && !fresh) {
    await page.context().addCookies(kept);
    return login;
  }
  await page.goto(paths.signIn());
  await page.locator('input[name="loginName"]').fill(login.loginName);
  await page.locator('input[name="password"]').fill(login.password);
  await page.locator('input[name="password"]').press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith(paths.signIn()));
  if (!fresh) sessions.set(login.loginName, await page.context().cookies());
  return login;
}

type AxeResult = {
  passes: unknown[];
  violations: { id: string; impact: string; help: string; nodes: { target: string[]; html: string }[] }[];
};

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** For a test that looks at most of its pages: axe comes with each, and the browser compiles it once instead of every time. */
export async function bringAxe(page: Page): Promise<void> {
  if (base.info().project.use.javaScriptEnabled !== false) await page.addInitScript({ content: axeSource });
}

/**
 * No accessibility rule of WCAG 2.2 AA that axe can check is broken on the page. axe is a script: where a test runs without
 * JavaScript too, its run with JavaScript is the one that looks.
 */
export async function expectAccessible(page: Page, { within }: { within?: string } = {}): Promise<void> {
  if (base.info().project.use.javaScriptEnabled === false) return;
  await dressed(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations, passes } = await page.evaluate(
    async ({ tags, selector }) => {
      const { axe } = window as unknown as { axe: { run: (...args: unknown[]) => Promise<AxeResult> } };
      const runOnly = { type: "tag", values: tags };
      return axe.run(selector ?? document, { runOnly, resultTypes: ["violations"], preload: false });
    },
    { tags: TAGS, selector: within },
  );
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(" ")}`),
  );
  expect(passes.length, "axe has looked at something").toBeGreaterThan(0);
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/** The page is not wider than the window: nobody scrolls sideways on a phone. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  await dressed(page);
  const [content, width] = await page.evaluate(
    () => [document.documentElement.scrollWidth, window.innerWidth] as const,
  );
  expect(content, `${page.url()} is wider than the window`).toBeLessThanOrEqual(width);
}

/** A click waits until the next page has begun, and a measure asks it as it stands: its style sheets may be on their way. */
async function dressed(page: Page): Promise<void> {
  await page.waitForLoadState("load");
}
