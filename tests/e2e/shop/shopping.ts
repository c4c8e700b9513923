import type { Page } from "@playwright/test";
import pg from "pg";
import { expect, runFacts } from "../fixtures";

/** A listing of the demonstration that is well stocked and not fresh: what other tests buy does not empty it. */
export async function wellStocked(count = 1): Promise<{ slug: string; title: string; titleEn: string; id: string }[]> {
  return ask(
    `SELECT l.id, l.slug, l.title, l.title_en AS "titleEn" FROM listing l
     JOIN variant v ON v.listing_id = l.id AND v.active
     JOIN listing_lot ll ON ll.listing_id = l.id AND ll.removed_at IS NULL
     JOIN lot ON lot.id = ll.lot_id AND lot.status = 'SEALED' AND lot.expires_on > current_date
     WHERE l.status = 'PUBLISHED' AND l.seller_kind = 'COOPERATIVE'
     GROUP BY l.id HAVING sum(DISTINCT lot.available) > 20 * max(v.quantity)
     ORDER BY l.slug LIMIT $1`,
    [count],
  );
}

/** Goods of 昌溪茶笋合作社 that keep, well stocked: they can be sent back, and its manager can be signed in. */
export async function keeping(): Promise<{ slug: string; title: string; titleEn: string; id: string }> {
  const [goods] = await ask<{ slug: string; title: string; titleEn: string; id: string }>(
    `SELECT l.id, l.slug, l.title, l.title_en AS "titleEn" FROM listing l JOIN product p ON p.id = l.product_id
     JOIN cooperative c ON c.id = l.seller_id AND c.slug = 'changxi-tea-bamboo'
     JOIN listing_lot ll ON ll.listing_id = l.id AND ll.removed_at IS NULL
     JOIN lot ON lot.id = ll.lot_id AND lot.status = 'SEALED' AND lot.expires_on > current_date
     WHERE l.status = 'PUBLISHED' AND NOT p.perishable AND p.base_unit = 'GRAM'
     GROUP BY l.id ORDER BY sum(lot.available) DESC, l.slug LIMIT 1`,
  );
  if (!goods) throw new Error("the cooperative has nothing on stock that keeps");
  return goods;
}

export async function ask<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(runFacts().databaseOwnerUrl);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** From a product's page to a filled checkout, as a guest. */
export async function toFilledCheckout(page: Page, slug: string): Promise<void> {
  await page.goto(`/p/${slug}`);
  await page.getByRole("button", { name: "加入购物车" }).click();
  await expect(page.getByText("已放入购物车。")).toBeVisible();
  await page.getByRole("link", { name: "去结算" }).click();
  await page.getByLabel("粘贴地址").fill("张三 13800000000 上海市浦东新区测试路 1 号");
  await page.getByRole("button", { name: "识别地址" }).click();
  await expect(page.getByLabel("收货人")).toHaveValue("张三");
  await expect(page.getByLabel("手机号码")).toHaveValue("13800000000");
  await expect(page.getByLabel("详细地址")).toHaveValue("浦东新区测试路1号");
}

export async function placeOrder(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^提交订单，付款/ }).click();
  await page.waitForURL(/\/c\/pay\//);
}

export const PAY = "button[name=act][value=pay]";
export const DECLINE = "button[name=act][value=decline]";

/** The digits of the letter: the demonstration keeps its letters instead of sending them. */
export async function codeSentTo(recipient: string): Promise<string> {
  const [letter] = await ask<{ body: string }>(
    "SELECT body FROM message WHERE recipient = $1 AND subject ~ '验证码|code' ORDER BY id DESC LIMIT 1",
    [recipient],
  );
  return /\b\d{6}\b/.exec(letter?.body ?? "")?.[0] ?? "";
}
