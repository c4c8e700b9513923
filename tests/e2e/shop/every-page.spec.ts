import fs from "node:fs/promises";
import type { Page, TestInfo } from "@playwright/test";
import { messagesOf } from "~/routes/shop/messages/messages";
import { bringAxe, expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";
import { publicPages } from "./pages";
import { ask, wellStocked } from "./shopping";
import { datesOfFiles, unmarkedChinese, unmarkedEnglish } from "./unmarked-words";

// Every page of the shop, in both languages and at three widths: nothing is wider than the window, also in large text and at
// 200 %, everybody can use it (axe looks at the Chinese page on a phone and at the English one on a wide screen), and no page mixes
// the languages. Its pictures are kept in test-results, in both languages and at each width. A picture of a whole page takes 0.2 s of
// processor time, and an eighth more where the caret has to be hidden first; axe takes 0.4.

const PHONE = 360;
const WIDE = 1280;
const ZOOMED = WIDE / 2; // at 200 %
const WIDTHS = [PHONE, ZOOMED, 768, WIDE];

type Look = { readonly page: Page; readonly info: TestInfo; readonly language: "zh" | "en"; readonly base: "" | "/en" };

async function lookAt(name: string, { page, info, language }: Look): Promise<void> {
  await test.step(name, async () => {
    await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "zh-CN" : "en");
    await expect(page.locator("h1")).toHaveCount(1);
    // A picture is taken of the whole page at once: what would load when somebody scrolls there loads now.
    await page.evaluate(() => document.querySelectorAll("img").forEach((image) => (image.loading = "eager")));
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === ZOOMED ? 450 : 900 });
      await expectNoSidewaysScroll(page);
      if (width === ZOOMED) continue;
      if (width === (language === "zh" ? PHONE : WIDE)) await expectAccessible(page);
      await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => {}))));
      const path = info.outputPath(`${language}-${name}-${width}.jpg`);
      await page.screenshot({ path, fullPage: true, type: "jpeg", quality: 70, caret: "initial" });
      if (width === PHONE) await expectNoSidewaysScrollInLargeText(page);
    }
    const mixed = language === "zh" ? [unmarkedEnglish(page)] : [unmarkedChinese(page), datesOfFiles(page)];
    expect((await Promise.all(mixed)).flat(), name).toEqual([]);
    expect(await outOfKeyboardsReach(page), name).toEqual([]);
  });
}

/** 大字版 on a small phone. */
async function expectNoSidewaysScrollInLargeText(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute("data-size", "large"));
  await expectNoSidewaysScroll(page);
  await page.evaluate(() => document.documentElement.removeAttribute("data-size"));
}

/** Controls that show and that no Tab comes to, or that come before their turn. A picture may link where the name beside it does. */
function outOfKeyboardsReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hasTwin = (control: HTMLElement) =>
      control.ariaHidden === "true" &&
      document.querySelector(`a[href="${control.getAttribute("href")}"]:not([tabindex="-1"])`) !== null;
    return [
      ...document.querySelectorAll<HTMLElement>(
        "a, button, input, select, textarea, summary, [role=button], [tabindex]",
      ),
    ]
      .filter(
        (control) => control.checkVisibility() && !control.matches(":disabled, main, [role=alert], .visually-hidden"),
      )
      .filter((control) => control.tabIndex > 0 || (control.tabIndex < 0 && !hasTwin(control)))
      .map((control) => control.outerHTML.slice(0, 120));
  });
}

test("whatever is sold, its lots, villages and sellers are told in English, or what is Chinese is marked", async ({
  page,
}) => {
  const addresses = await ask<{ address: string }>(
    `SELECT '/en/p/' || slug AS address FROM listing WHERE status = 'PUBLISHED'
     UNION SELECT '/en/t/' || code FROM (SELECT DISTINCT ON (product_id, grade) code FROM lot WHERE status = 'SEALED') lot
     UNION SELECT '/en/t/' || code FROM lot WHERE EXISTS (SELECT FROM quality_document q WHERE q.lot_id = lot.id)
     UNION SELECT '/en/co/' || slug FROM cooperative WHERE status = 'APPROVED'
     UNION SELECT '/en/v/' || area_code FROM (SELECT DISTINCT area_code FROM household) village`,
  );
  expect(addresses.length).toBeGreaterThan(100);
  await page.goto("/en");
  const mixed: Record<string, readonly string[]> = {};
  for (const { address } of addresses) {
    const found = await unmarkedChinese(page, address);
    if (found.length > 0) mixed[address] = found;
  }
  expect(mixed).toEqual({});
});

for (const [language, base] of [
  ["zh", ""],
  ["en", "/en"],
] as const) {
  const m = messagesOf(language);

  test(`every page in ${language} that anybody may read, at three widths`, async ({ page }, info) => {
    test.setTimeout(300_000);
    await bringAxe(page);
    for (const [name, address] of Object.entries({ ...(await publicPages()), styleguide: "/styleguide" })) {
      const answer = await page.goto(address === "/" ? base || "/" : base + address);
      expect(answer?.status(), address).toBe(name === "missing" ? 404 : 200);
      await lookAt(name, { page, info, language, base });
    }
  });

  test(`every page in ${language} of buying and of one's own, at three widths`, async ({ page }, info) => {
    test.setTimeout(300_000);
    await bringAxe(page);
    const look = { page, info, language, base };
    const [goods] = await wellStocked();
    await page.goto(`${base}/p/${goods?.slug}`);
    await page.getByRole("button", { name: m.product.addToCart }).click();
    await lookAt("cart", look);
    await page.getByRole("link", { name: m.cart.checkout }).click();
    await lookAt("checkout", look);
    await page.getByLabel(m.checkout.phone).fill("12345");
    await page.locator("button[name=intent][value=place]").click();
    await expect(page.getByRole("alert")).toBeVisible();
    await lookAt("checkout-refused", look);

    await signIn(page, "shopper");
    for (const own of ["", "/favourites", "/addresses", "/settings", "/data"]) {
      await page.goto(`${base}/account${own}`);
      await lookAt(`account${own.replace("/", "-") || "-orders"}`, look);
    }
    for (const [name, orderNumber] of Object.entries(await ordersOfShopper())) {
      for (let number = 1; number < 5; number += 1) {
        await page.goto(`${base}/account?page=${number}`);
        if ((await page.locator("main").getByText(orderNumber).count()) > 0) break;
      }
      await page.getByRole("link", { name: new RegExp(orderNumber) }).click();
      await lookAt(`order-${name}`, look);
      const order = page.url();
      if (name === "paid-out") await lookAtReceipt(look);
      for (const [part, link] of Object.entries(PARTS)) {
        const there = page.locator(`main a[href*="${link}"]`).first();
        if ((await there.count()) === 0) continue;
        await there.click();
        await lookAt(`order-${name}-${part}`, look);
        await page.goto(order);
      }
    }
  });
}

/** The public receipt of the order whose page is open, and its poster as it goes to WeChat. */
async function lookAtReceipt(look: Look): Promise<void> {
  const { page, info, language } = look;
  const order = page.url();
  const words = messagesOf(language).publicReceipt;
  await page
    .getByRole("button", { name: words.make })
    .or(page.getByRole("link", { name: words.open }))
    .click();
  await page.waitForURL(/\/r\//);
  await lookAt("receipt", look);
  const poster = `/r/${page.url().split("/r/")[1]}/poster.png`;
  await expect.poll(async () => (await page.request.get(poster)).status(), { timeout: 30_000 }).toBe(200);
  await fs.writeFile(info.outputPath(`${language}-poster.png`), await (await page.request.get(poster)).body());
  await page.goto(order);
}

/** What an order's page leads to. */
const PARTS = {
  claim: "/claims/",
  review: "/review",
  acceptance: "/acceptance?",
  "acceptance-sheet": "/acceptance/sheet",
};

/** One order of each kind that a year brings: paid out, claimed, accepted by an institution, cancelled, not paid, newest. */
async function ordersOfShopper(): Promise<Record<string, string>> {
  const rows = await ask<{ kind: string; number: string }>(
    `SELECT DISTINCT ON (kind) kind, number FROM (
       SELECT o.number, o.placed_at, CASE
         WHEN o.state = 'EXPIRED' THEN 'not-paid'
         WHEN EXISTS (SELECT FROM claim c WHERE c.order_id = o.id) THEN 'claimed'
         WHEN EXISTS (SELECT FROM acceptance a WHERE a.order_id = o.id) THEN 'accepted'
         WHEN EXISTS (SELECT FROM shipment s WHERE s.order_id = o.id AND s.state = 'CANCELLED') THEN 'cancelled'
         WHEN EXISTS (SELECT FROM order_line l JOIN posting p ON p.order_line_id = l.id
           WHERE l.order_id = o.id AND p.part = 'HOUSEHOLD' AND p.destination LIKE 'bank:%') THEN 'paid-out'
         ELSE 'under-way' END AS kind
       FROM customer_order o JOIN app_user u ON u.id = o.user_id WHERE u.login_name = 'shopper') o
     ORDER BY kind, placed_at DESC`,
  );
  return Object.fromEntries(rows.map(({ kind, number }) => [kind, number]));
}
