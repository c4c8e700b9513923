import type { Page } from "@playwright/test";
import { messagesOf } from "~/routes/shop/messages/messages";
import { paths } from "~/paths";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "../fixtures";
import { ask, wellStocked } from "./shopping";

// The product's page on a small phone, in both languages and in large type: the sheet that chooses, the bar that buys.

/** Goods with more than one pack, all of them well stocked. */
async function ofManyPacks(): Promise<string> {
  const [goods] = await ask<{ slug: string }>(
    `SELECT l.slug FROM listing l JOIN variant v ON v.listing_id = l.id AND v.active
     WHERE l.status = 'PUBLISHED' AND l.preorder_id IS NULL AND l.seller_kind = 'COOPERATIVE'
       AND (SELECT sum(lot.available) FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id AND lot.status = 'SEALED'
         AND lot.expires_on > current_date WHERE ll.listing_id = l.id AND ll.removed_at IS NULL) > 50000
     GROUP BY l.slug HAVING count(*) > 1 ORDER BY l.slug LIMIT 1`,
  );
  if (!goods) throw new Error("the demonstration has no goods of many packs");
  return goods.slug;
}

const sheetOf = (page: Page) => page.locator("#spec-sheet");

for (const locale of ["zh", "en"] as const) {
  const m = messagesOf(locale);

  test(
    `${locale}: on a phone a row opens the sheet; what is chosen there stands on the page, without a script`,
    {
      tag: ["@phone", "@phone-only"],
    },
    async ({ page }) => {
      await page.goto(paths.shop(locale).product(await ofManyPacks()));
      const row = page.locator(".spec-row");
      const before = await row.innerText();
      await expect(sheetOf(page)).toBeHidden();
      await row.click();
      await expect(sheetOf(page)).toBeVisible();
      await expectAccessible(page);
      const box = await sheetOf(page).boundingBox();
      expect(box && box.y + box.height, "it stands at the foot of the window").toBeCloseTo(640, 0);
      for (let stop = 0; stop < 12; stop += 1) {
        await page.keyboard.press("Tab");
        const behind = await page.evaluate(() => {
          const reached = document.activeElement;
          return reached === document.body || reached?.closest("#spec-sheet, .spec-row") ? null : reached?.outerHTML;
        });
        expect(behind, "nothing that the sheet covers is reached").toBeNull();
      }
      await page.keyboard.press("Escape");
      await expect(sheetOf(page)).toBeHidden();
      await expect(row).toBeFocused();
      await row.click();
      await page.mouse.click(180, 40);
      await expect(sheetOf(page), "a tap beside it closes it").toBeHidden();

      await row.click();
      await sheetOf(page).locator(".choice").last().click();
      await sheetOf(page).getByLabel(m.product.quantity).fill("2");
      await sheetOf(page).getByRole("button", { name: m.product.update }).click();
      await expect(sheetOf(page)).toBeHidden();
      await expect(row).not.toHaveText(before);
      await expect(row).toContainText("× 2");

      await row.click();
      await sheetOf(page).getByRole("button", { name: m.product.addToCart }).click();
      await expect(page.getByText(m.cart.added)).toBeVisible();
      await expect(page.locator("input[name=quantity]")).toHaveValue("2");
    },
  );

  test(
    `${locale}: a number that is none keeps the form, and the field is shown where it can be mended`,
    {
      tag: ["@phone", "@phone-only"],
    },
    async ({ page }) => {
      await page.goto(paths.shop(locale).product(await ofManyPacks()));
      await page.locator(".spec-row").click();
      await sheetOf(page).getByLabel(m.product.quantity).fill("two");
      await page.keyboard.press("Escape");
      await page.locator(".buy-bar").getByRole("button", { name: m.product.addToCart }).click();
      await expect(page).toHaveURL(/\/p\//);
      await expect(sheetOf(page).getByLabel(m.product.quantity)).toBeFocused();
    },
  );

  for (const size of ["normal", "large"]) {
    test(
      `${locale}, ${size} type: the bar has all five, each as large as a thumb, within a small phone`,
      {
        tag: ["@phone", "@phone-only"],
      },
      async ({ page }) => {
        const [goods] = await wellStocked();
        await page.goto(paths.shop(locale).product(goods?.slug ?? ""));
        await page.evaluate((value) => document.documentElement.setAttribute("data-size", value), size);
        await expectNoSidewaysScroll(page);
        const all = page.locator(".buy-bar > *");
        await expect(all).toHaveCount(5);
        const boxes = await all.evaluateAll((elements) =>
          elements.map((one) => {
            const { left, right, width, height } = one.getBoundingClientRect();
            return { left, right, width, height, whole: one.scrollWidth <= one.clientWidth + 1 };
          }),
        );
        for (const [index, { left, right, width, height, whole }] of boxes.entries()) {
          expect(left, "nothing lies on its neighbour").toBeGreaterThanOrEqual(boxes[index - 1]?.right ?? 0);
          expect(right).toBeLessThanOrEqual(360);
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
          expect(whole, "its words are not cut").toBe(true);
        }
        const call = page.locator(".buy-bar a[href^='tel:']");
        await expect(call).toHaveText(m.product.service);
        await page.locator(".spec-row").click();
        await expectNoSidewaysScroll(page);
        const sheet = await sheetOf(page).boundingBox();
        expect(sheet?.width).toBe(360);
        expect(sheet?.y, "above the sheet the page is still in sight").toBeGreaterThanOrEqual(32);
      },
    );
  }

  test(
    `${locale}: harvest, test and promise, the rule's version and the parts of the page are told`,
    {
      tag: "@phone",
    },
    async ({ page }) => {
      const [goods] = await wellStocked();
      const day = locale === "en" ? "\\d+ \\w{3} \\d{4}" : "\\d{4}-\\d\\d-\\d\\d";
      await page.goto(paths.shop(locale).product(goods?.slug ?? ""));
      await expect(page.locator(".product-facts dt", { hasText: m.product.harvestDay })).toHaveCount(1);
      const parts = page.locator("#split .split-list li:not(.split-total)");
      await expect(parts.first()).toContainText(m.product.expected);
      expect(await page.locator("#split .split-state").count()).toBe(await parts.count());
      expect(await page.locator("#split .split-note").count()).toBe(await parts.count());
      await expect(page.locator("#split").getByRole("link", { name: new RegExp(`${day}.*${day}`) })).toBeVisible();
      const anchors = page.getByRole("navigation", { name: m.product.onThisPage }).getByRole("link");
      if ((page.viewportSize()?.width ?? 0) > 960) return expect(anchors).toHaveCount(0);
      for (const address of await anchors.evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
        await expect(page.locator(address ?? "")).toHaveCount(1);
      }
    },
  );
}

test("a lot's certificate is a step of its way, on the day it was issued", async ({ page }) => {
  const [lot] = await ask<{ slug: string; code: string; day: string }>(
    `SELECT l.slug, lot.code, q.issued_on::text AS day FROM listing l
     JOIN listing_lot ll ON ll.listing_id = l.id AND ll.removed_at IS NULL
     JOIN lot ON lot.id = ll.lot_id AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on > current_date
     JOIN quality_document q ON q.lot_id = lot.id AND q.kind = 'CONFORMITY'
     WHERE l.status = 'PUBLISHED' AND l.preorder_id IS NULL ORDER BY lot.expires_on, lot.id LIMIT 1`,
  );
  await page.goto(paths.shop("zh").product(lot?.slug ?? ""));
  const m = messagesOf("zh");
  const steps = page.getByRole("list", { name: m.product.lotCode(lot?.code ?? "") }).locator(".timeline-title");
  await expect(steps).toHaveText([m.product.harvested, m.product.sealed, m.product.promised, m.product.bestBefore]);
  await expect(page.locator(".timeline li", { hasText: m.product.promised }).first()).toContainText(lot?.day ?? "");
});

for (const locale of ["zh", "en"] as const) {
  const m = messagesOf(locale);

  test(`${locale}: how goods are kept and eaten is told in the seller's words`, async ({ page }) => {
    const [goods] = await wellStocked();
    const [written] = await ask<{ keeping: string; eating: string }>(
      `SELECT ${locale === "en" ? "keeping_en AS keeping, eating_en AS eating" : "keeping, eating"} FROM listing WHERE id = $1`,
      [goods?.id],
    );
    await page.goto(paths.shop(locale).product(goods?.slug ?? ""));
    const details = page.locator("#details");
    await expect(details.getByRole("heading", { name: m.product.storage })).toBeVisible();
    for (const text of [written?.keeping ?? "-", written?.eating ?? "-"]) await expect(details).toContainText(text);
    await expect(details).not.toContainText(m.product.storageDry);
  });
}

test("what buyers ticked is counted above the reviews and beside the price, most often first", async ({ page }) => {
  const tags = await ask<{ slug: string; tag: keyof ReturnType<typeof messagesOf>["reviews"]["tags"]; times: number }>(
    `SELECT l.slug, ticked.tag, count(*)::int AS times FROM review r JOIN listing l ON l.id = r.listing_id, unnest(r.tags) AS ticked (tag)
     WHERE r.state = 'SHOWN' AND l.id = (SELECT listing_id FROM review WHERE state = 'SHOWN' AND cardinality(tags) > 0
       GROUP BY listing_id ORDER BY count(*) DESC, listing_id LIMIT 1)
     GROUP BY l.slug, ticked.tag ORDER BY times DESC`,
  );
  for (const locale of ["zh", "en"] as const) {
    const m = messagesOf(locale);
    await page.goto(paths.shop(locale).product(tags[0]?.slug ?? ""));
    const told = await page.locator("#reviews p", { hasText: m.reviews.tagged }).innerText();
    for (const { tag, times } of tags) expect(told).toContain(`${m.reviews.tags[tag]} ${times}`);
    const counts = [...told.matchAll(/ (\d+)/g)].map(([, count]) => Number(count));
    expect(counts).toEqual(tags.map(({ times }) => times));
    await expect(page.locator(".product-buy")).toContainText(
      told.split(" · ")[0]?.replace(m.reviews.tagged, "").trim() ?? "-",
    );
  }
});
