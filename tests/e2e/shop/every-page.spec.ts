import type { Page } from "@playwright/test";
import { expect, expectNoSidewaysScroll, test } from "../fixtures";
import { ask, wellStocked } from "./shopping";

// Every page of the shop, in both languages and at three widths: its picture is kept in test-results, nothing is wider than
// the window, also in large text and at 200 %, and no page mixes the languages.

const WIDTHS = [360, 768, 1280];

async function pages(): Promise<Record<string, string>> {
  const [goods] = await wellStocked();
  const [cooperative] = await ask<{ slug: string }>(
    "SELECT slug FROM cooperative WHERE status = 'APPROVED' ORDER BY slug LIMIT 1",
  );
  return {
    home: "/",
    search: "/search",
    found: "/search?q=tea&stock=1",
    nothing: "/search?q=zzzzzzzz",
    category: "/c/fruit",
    product: `/p/${goods?.slug}`,
    villages: "/villages",
    village: "/v/341021203201",
    cooperative: `/co/${cooperative?.slug}`,
    seasons: "/seasons",
    transparency: "/transparency",
    how: "/how-money-is-split",
    cart: "/cart",
    missing: "/nowhere",
  };
}

async function unmarkedChinese(page: Page): Promise<string[]> {
  return page.locator("main").evaluate((main) => {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      if (/\p{Script=Han}/u.test(text) && !node.parentElement?.closest('[lang^="zh"]')) found.push(text.slice(0, 60));
    }
    return found;
  });
}

for (const [language, base] of [
  ["zh", ""],
  ["en", "/en"],
] as const) {
  test(`every page in ${language} fits three widths, and its picture is kept`, async ({ page }, info) => {
    test.setTimeout(120_000);
    for (const [name, address] of Object.entries(await pages())) {
      await page.goto(address === "/" ? base || "/" : base + address);
      await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "zh-CN" : "en");
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoSidewaysScroll(page);
        await page.screenshot({ path: info.outputPath(`${language}-${name}-${width}.png`), fullPage: true });
      }
      // 1280 px at 200 % are 640.
      await page.setViewportSize({ width: 640, height: 450 });
      await expectNoSidewaysScroll(page);
      if (language === "en") expect(await unmarkedChinese(page), address).toEqual([]);
    }
  });

  test(`large text in ${language} fits a small phone`, async ({ page, context, baseURL }) => {
    test.setTimeout(90_000);
    await context.addCookies([{ name: "text-size", value: "large", url: baseURL ?? "" }]);
    await page.setViewportSize({ width: 360, height: 640 });
    for (const address of Object.values(await pages())) {
      await page.goto(address === "/" ? base || "/" : base + address);
      await expect(page.locator("html")).toHaveAttribute("data-size", "large");
      await expectNoSidewaysScroll(page);
    }
  });
}
