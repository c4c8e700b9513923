import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./fixtures";

// Every page of the two consoles that people work in on a phone, as the links lead there: one of each kind.

for (const [role, home] of [
  ["合作社负责人", "/coop"],
  ["平台财务", "/ops"],
] as const) {
  test(`every page below ${home} can be used by everybody at 360 px, nothing behind the bar @phone-only`, async ({
    page,
  }) => {
    test.setTimeout(300_000);
    await signIn(page, role);
    const seen = new Set<string>();
    const waiting = [home as string];
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      const kind = kindOf(address);
      if (seen.has(kind)) continue;
      seen.add(kind);
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBe(200);
      await page.locator("main details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await expectNothingBehindTheBar(page);
      waiting.push(...(await linksBelow(page, home)).filter((found) => !seen.has(kindOf(found))));
    }
    expect(seen.size).toBeGreaterThan(15);
  });
}

/** "/coop/lots/:/labels": pages of one kind differ by what they show only. */
function kindOf(address: string): string {
  const path = new URL(address, "http://x").pathname;
  return path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|evt_\w+|\d{4}-\d{2}/g, ":");
}

/** Pages only: no files, and not the way out. */
function linksBelow(page: Page, home: string): Promise<string[]> {
  return page
    .locator(`a[href^="${home}/"]`)
    .evaluateAll((links) =>
      links
        .map((link) => link.getAttribute("href") ?? "")
        .filter((href) => !/\.(xlsx|csv|json|txt|js)\b|\/(file|template|leave)\b/.test(href)),
    );
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
