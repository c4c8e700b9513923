import { personalNumbersIn } from "#tests/builders/personal-numbers";
import { expect, test } from "../fixtures";
import { ask, wellStocked } from "./shopping";

test("home leads to produce, villages and the account of the money", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "今日到货" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "公开账本" })).toBeVisible();
  const figures = page.locator(".ledger-figures dd > a");
  await expect(figures).toHaveCount(3);
  await figures.nth(1).click();
  await expect(page).toHaveURL(/\/transparency$/);
  await page.goBack();
  await page.getByRole("navigation", { name: "栏目" }).getByRole("link", { name: "村庄" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "产地村庄" })).toBeVisible();
  await page.locator(".village-list h3 a").first().click();
  await expect(page.locator("main").getByRole("heading", { name: "账本" })).toBeVisible();
  await page.getByRole("navigation", { name: "栏目" }).getByRole("link", { name: "钱怎么分" }).click();
  await expect(page.getByRole("heading", { name: "现行费率" })).toBeVisible();
});

test("what is searched for by name or pinyin is found, and filters stand in the address", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("search").getByRole("searchbox").fill("猕猴桃");
  await page.getByRole("search").getByRole("button", { name: "搜索" }).click();
  await expect(page).toHaveURL(/q=/);
  await expect(page.locator(".listing-row").first()).toContainText("猕猴桃");

  await page.goto("/search?q=mihoutao");
  await expect(page.locator(".listing-row").first()).toContainText("猕猴桃");
  await page.goto("/search?q=猕猴桃&stock=1&sort=price");
  await page.getByRole("link", { name: "去掉条件：只看有货" }).click();
  await expect(page).not.toHaveURL(/stock/);
  await expect(page).toHaveURL(/sort=price/);
});

test("a whole township can be asked for, and is named where it can be taken away", async ({ page }) => {
  await page.goto("/search?stock=1");
  await page.getByLabel("产地").selectOption("341021203");
  await page.getByRole("button", { name: "应用筛选" }).click();
  await expect(page).toHaveURL(/area=341021203(&|$)/);
  expect(await page.locator(".listing-row").count()).toBeGreaterThan(1);
  await page.getByRole("link", { name: "去掉条件：昌溪乡（全乡）" }).click();
  await expect(page).not.toHaveURL(/area=/);
});

test("nothing found says what to try, and shows what there is", async ({ page }) => {
  await page.goto(`/search?q=${encodeURIComponent("没有这种东西的")}`);
  await expect(page.getByText("没有找到“没有这种东西的”。")).toBeVisible();
  await expect(page.getByText("看看这些在售的：")).toBeVisible();
});

test("odd searches and addresses are answered in words", async ({ page }) => {
  for (const address of [
    "/search?q=%27%20OR%201%3D1",
    "/search?page=99999",
    `/search?q=${"梅".repeat(500)}`,
    "/search?max=abc&area=x",
  ]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(200);
  }
  for (const address of ["/p/no-such-thing", "/c/none", "/v/999999999999", "/orders/not-a-token", "/nowhere"]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { name: "没有这个页面" })).toBeVisible();
  }
});

test("a pack that is sold out says so, and cannot be bought", async ({ page }) => {
  const [soldOut] = await ask<{ slug: string }>(
    `SELECT l.slug FROM listing l WHERE l.status = 'PUBLISHED' AND l.preorder_id IS NULL AND NOT EXISTS (
       SELECT FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id WHERE ll.listing_id = l.id AND ll.removed_at IS NULL
         AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= current_date) ORDER BY l.slug LIMIT 1`,
  );
  expect(soldOut, "the demonstration has produce out of season").toBeDefined();
  await page.goto(`/p/${soldOut?.slug}`);
  await expect(page.getByText("这个规格暂时售罄")).toBeVisible();
  await expect(page.getByRole("button", { name: "加入购物车" })).toHaveCount(0);
});

test("no name, telephone or account of a household is on a public page", async ({ page }) => {
  const people = await ask<{ head: string }>("SELECT head_name AS head FROM household");
  const [goods] = await wellStocked();
  for (const address of ["/", "/search", `/p/${goods?.slug}`, "/villages", "/how-money-is-split", "/v/341021203201"]) {
    const text = await (await page.goto(address))?.text();
    for (const { head } of people) expect(text, `${address} names ${head}`).not.toContain(head);
    expect(personalNumbersIn(text ?? ""), address).toEqual([]);
  }
});
