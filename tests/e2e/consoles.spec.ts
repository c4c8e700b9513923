import type { Page } from "@playwright/test";
import { bringAxe, expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./fixtures";

// Every page of the consoles, as the links lead there: one of each kind. What officials read is also put into files, on paper.
// A page is asked by `evaluate`: for the first locator on it, Playwright would bring a script of its own, larger than the page's.

for (const [role, home, pages] of [
  ["合作社负责人", "/coop", 15],
  ["平台财务", "/ops", 15],
  ["县级干部", "/gov", 40],
] as const) {
  test(`every page below ${home} can be used by everybody at 360 px, nothing behind the bar @phone-only`, async ({
    page,
  }) => {
    test.setTimeout(300_000);
    await signIn(page, role);
    await bringAxe(page);
    const seen = new Set<string>();
    const waiting = [home as string];
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      const kind = kindOf(address);
      if (seen.has(kind)) continue;
      seen.add(kind);
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBe(200);
      await page.evaluate(() =>
        document.querySelectorAll("main details").forEach((one) => one.setAttribute("open", "")),
      );
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await expectNothingBehindTheBar(page);
      if (home === "/gov") await expectPrints(page);
      waiting.push(...(await linksBelow(page, home)).filter((found) => !seen.has(kindOf(found))));
    }
    expect(seen.size).toBeGreaterThan(pages);
  });
}

for (const [login, home, pages] of [
  ["changxi-weigher", "/coop", 12],
  ["changxi-packer", "/coop", 5],
  ["changxi-treasurer", "/coop", 9],
  ["point-changxi", "/coop", 15],
  ["changxi-cun", "/gov", 45],
  ["finance", "/ops", 18],
  ["nonghu", "/h", 6],
] as const) {
  test(`whatever ${login} is offered opens`, async ({ page }) => {
    await signIn(page, login);
    const times = new Map<string, number>();
    const waiting = new Map([[home as string, "the door"]]);
    const closed: string[] = [];
    for (const [address, from] of waiting) {
      const kind = kindOf(address);
      const before = times.get(kind) ?? 0;
      if (before >= OF_A_KIND) continue;
      times.set(kind, before + 1);
      const answer = await page.request.get(address);
      if (answer.status() !== 200) closed.push(`${answer.status()} ${address}, from ${from}`);
      if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
      for (const [, link = ""] of (await answer.text()).matchAll(/<a\b[^>]*\shref="(\/(?:coop|gov|ops|h)\b[^"#]*)/g)) {
        const href = link.replaceAll("&amp;", "&");
        if (!waiting.has(href)) waiting.set(href, address);
      }
    }
    expect(closed).toEqual([]);
    expect(times.size).toBeGreaterThan(pages);
  });
}

/** Pages of one kind lead to the same kinds; the second may stand in another state. */
const OF_A_KIND = 2;

/** "/coop/lots/:/labels": pages of one kind differ by what they show only. */
function kindOf(address: string): string {
  const path = new URL(address, "http://x").pathname;
  return path
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|evt_\w+|\d{4}-\d{2}/g, ":")
    .replaceAll(/\/\d{12}(?=\/|$)/g, "/village")
    .replaceAll(/\/\d+(?=\/|$)/g, "/:");
}

/** Pages only: no files, and not the way out. */
function linksBelow(page: Page, home: string): Promise<string[]> {
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .map((link) => link.getAttribute("href") ?? "")
        .filter((href) => !/\.(xlsx|csv|json|txt|js)\b|\/(file|template|xlsx|leave)\b/.test(href)),
    `a[href^="${home}/"]`,
  );
}

/** On A4, upright or lying: nothing is cut off at the side, and no menu or button is printed. */
async function expectPrints(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 360, height: 640 };
  await page.emulateMedia({ media: "print" });
  const lying = await page.evaluate(() => document.querySelector(".print-landscape") !== null);
  await page.setViewportSize(lying ? { width: 1017, height: 700 } : { width: 794, height: 1123 });
  await expectNoSidewaysScroll(page);
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll("nav, .button, button, form:not(:has(table))")]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height > 0)
      .map((one) => one.outerHTML.slice(0, 120)),
  );
  expect(shown, page.url()).toEqual([]);
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width, height });
}

/** Whatever can be pressed or filled in, brought into view by the browser itself, lies clear of the menu at the bottom. */
async function expectNothingBehindTheBar(page: Page): Promise<void> {
  const hidden = await page.evaluate(() => {
    const parts = [...document.querySelectorAll<HTMLElement>("main :is(a, button, select, textarea, input)")];
    return parts.flatMap((part) => {
      if (!part.checkVisibility()) return [];
      part.scrollIntoView({ block: "end", behavior: "instant" });
      const box = part.getBoundingClientRect();
      if (box.width < 8 || box.height < 8) return [];
      const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return above?.closest(".console-nav") ? [part.outerHTML.slice(0, 120)] : [];
    });
  });
  expect(hidden, `${page.url()}: behind the bar`).toEqual([]);
}
