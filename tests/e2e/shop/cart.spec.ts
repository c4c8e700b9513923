import { messagesOf } from "~/routes/shop/messages/messages";
import { paths } from "~/paths";
import { expect, expectNoSidewaysScroll, test } from "../fixtures";
import { ask } from "./shopping";

/** Two kinds of goods that 昌溪茶笋合作社 sells for its households, and sends in one shipment. */
async function ofOneShipment(): Promise<
  { slug: string; title: string; titleEn: string; seller: string; sellerEn: string; days: number }[]
> {
  return ask(
    `WITH stocked AS (
       SELECT l.id, l.slug, l.title, l.title_en, l.seller_id, l.freight_id, l.service_point_id, l.ships_within_days
       FROM listing l
       WHERE l.status = 'PUBLISHED' AND l.seller_kind = 'COOPERATIVE' AND l.preorder_id IS NULL
         AND (SELECT sum(lot.available) FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id AND lot.status = 'SEALED'
           AND lot.expires_on > current_date WHERE ll.listing_id = l.id AND ll.removed_at IS NULL) > 20000)
     SELECT s.slug, s.title, s.title_en AS "titleEn", c.name AS seller, c.name_en AS "sellerEn", s.ships_within_days AS days
     FROM stocked s JOIN cooperative c ON c.id = s.seller_id AND c.slug = 'changxi-tea-bamboo'
     WHERE (SELECT count(*) FROM stocked o WHERE o.seller_id = s.seller_id AND o.freight_id = s.freight_id
       AND o.service_point_id IS NOT DISTINCT FROM s.service_point_id) > 1
     ORDER BY s.seller_id, s.freight_id, s.slug LIMIT 2`,
  );
}

for (const locale of ["zh", "en"] as const) {
  const m = messagesOf(locale);

  test(
    `${locale}: one tick chooses or sets aside a whole shipment, and the bar says what of it reaches households`,
    {
      tag: ["@phone", "@script-free"],
    },
    async ({ page }) => {
      const goods = await ofOneShipment();
      expect(goods).toHaveLength(2);
      for (const { slug } of goods) {
        await page.goto(paths.shop(locale).product(slug));
        await page.locator(".buy-bar").getByRole("button", { name: m.product.addToCart }).click();
        await expect(page.getByText(m.cart.added)).toBeVisible();
      }
      const [first] = goods;
      const seller = (locale === "en" ? first?.sellerEn : first?.seller) ?? "";
      const all = page.getByRole("checkbox", { name: m.cart.chooseAll(seller), exact: true });
      const one = page.getByRole("checkbox", {
        name: m.cart.choose((locale === "en" ? first?.titleEn : first?.title) ?? ""),
        exact: true,
      });
      await expect(all).toBeChecked();
      await expect(page.locator(".parcel")).toContainText(m.card.ships(Math.max(...goods.map(({ days }) => days))));
      await one.click();
      await expect(all).toHaveAttribute("aria-checked", "mixed");
      await all.click();
      await expect(all).toBeChecked();
      await expect(one).toBeChecked();
      await expect(page.getByRole("link", { name: m.cart.checkout + m.cart.chosen(2), exact: true })).toBeVisible();
      const inBar = page.locator(".cart-bar .to-household");
      const told = await page.locator(".sum-lines .to-household .money").innerText();
      if ((page.viewportSize()?.width ?? 0) < 960) {
        await expect(inBar).toContainText(told);
        const { right, top } = await page
          .locator(".cart-bar a")
          .evaluate((link) => link.getBoundingClientRect().toJSON());
        expect(right).toBeLessThanOrEqual(360);
        expect(top).toBeLessThan(640);
      } else await expect(inBar).toBeHidden();
      await expectNoSidewaysScroll(page);

      await all.click();
      await expect(all).not.toBeChecked();
      await expect(one).not.toBeChecked();
      await expect(page.getByText(m.cart.nothingChosen)).toBeVisible();
    },
  );
}
