import type { Page } from "@playwright/test";
import { paths } from "~/paths";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";

/** Every sum on the page was computed anew, and agrees. */
async function expectChecked(page: Page): Promise<void> {
  await expect(page.locator(".check").first()).toBeVisible();
  await expect(page.locator('.check[data-ok="false"]')).toHaveCount(0);
}

async function expectGoodPage(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
}

test("a county official follows a figure from the county to a household's sale @script-free @phone", async ({
  page,
}) => {
  await signIn(page, "县级干部");
  await page.goto(paths.gov.overview({ span: "rolling" }));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const total = await page.locator(".tile[data-household] .tile-figure").innerText();
  expect(total).not.toBe("¥0.00");
  await expectChecked(page);
  await expectGoodPage(page);

  await page.locator("tbody th a").first().click();
  await expectChecked(page);
  await page.locator("tbody th a").first().click();
  await expect(page.getByText("已付合计 = 各户之和")).toBeVisible();
  await expectChecked(page);
  await expectGoodPage(page);

  // The household to which most was paid, whose record reaches down to sales.
  await page.goto(paths.gov.households({ span: "rolling", sort: "paid", band: "any" }));
  const households = page.locator("tbody tr");
  await expect(households.first().locator("th")).toContainText(/\d{12}-\d{4}/);
  await households.first().locator("th a").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("**");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "收入", exact: true }).first().click();
  await expect(page.getByText("人均与标准")).toBeVisible();
});

test("each kind of entry opens down to its paper, and every sum agrees @script-free", async ({ page }) => {
  await signIn(page, "县级干部");
  await page.goto(paths.gov.households({ span: "rolling", sort: "accrued" }));
  const cards = await page
    .locator("tbody th a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const seen = { slip: false, sale: false, entry: false };
  for (const card of cards.slice(0, 8)) {
    await page.goto(`${card}/income?span=rolling`);
    await expectChecked(page);
    const month = page.locator('tbody a[href*="class="]').first();
    if ((await month.count()) === 0) continue;
    await month.click();
    const entries = await page
      .locator('tbody a[href*="/entries/"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    for (const entry of entries.slice(0, 3)) {
      await page.goto(entry);
      await expectChecked(page);
      seen.entry = true;
      const paper = page.getByRole("link", { name: /看这笔销售|看入库单/ }).first();
      if ((await paper.count()) === 0) continue;
      const kind = (await paper.innerText()) === "看入库单" ? "slip" : "sale";
      await paper.click();
      await expectChecked(page);
      if (!seen[kind]) await expectGoodPage(page);
      seen[kind] = true;
    }
    if (seen.slip && seen.sale) break;
  }
  expect(seen).toEqual({ slip: true, sale: true, entry: true });
});

test("the query form finds, the export has the same rows, and names stay masked @script-free", async ({ page }) => {
  await signIn(page, "乡镇干部");
  await page.goto(paths.gov.households());
  await page.getByRole("combobox", { name: "类别" }).selectOption({ label: "监测户" });
  await page.getByRole("button", { name: "查询" }).click();
  const count = Number(/共 (\d+) 户/.exec(await page.locator(".toolbar").innerText())?.[1]);
  expect(count).toBeGreaterThan(0);
  await expectGoodPage(page);

  const href = (await page.getByRole("link", { name: /^导出当前/ }).getAttribute("href")) ?? "";
  const csv = await (await page.request.get(href)).text();
  const lines = csv.trim().split("\r\n");
  expect(lines).toHaveLength(count + 1);
  expect(lines.slice(1).every((line) => line.includes("**") && line.includes("监测户"))).toBe(true);
});

test("a card is masked until a reason is given, and masked again afterwards @script-free @phone", async ({ page }) => {
  await signIn(page, "村级干部");
  await page.goto(paths.gov.households());
  await page.locator("tbody th a").first().click();
  await expect(page.getByText("***").first()).toBeVisible();
  await page.getByText("显示完整姓名与号码").click();
  await page.getByLabel("查看事由").fill("看");
  await page.getByRole("button", { name: "显示", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("请写明查看的事由");
  await page.getByLabel("查看事由").fill("入户核实银行卡号");
  await page.getByRole("button", { name: "显示", exact: true }).click();
  await expect(page.getByText("正在显示完整的个人信息")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("**");
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "户卡", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("**");
});

test("another county's household is not there @script-free", async ({ page, browser }) => {
  await signIn(page, "县级干部");
  await page.goto(paths.gov.households());
  const theirs = (await page.locator("tbody th a").first().getAttribute("href")) ?? "";
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const other = await context.newPage();
  await signIn(other, "平台运营", { fresh: true });
  expect((await other.goto(theirs))?.status()).toBe(404);
  expect((await other.goto(paths.gov.household("0193b3a0-0000-7000-8000-000000000000")))?.status()).toBe(404);
  await context.close();
});

test("a record prints without menus and buttons, with its sums", async ({ page }) => {
  await signIn(page, "县级干部");
  await page.goto(paths.gov.households({ span: "rolling", sort: "paid" }));
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".console-nav")).toBeHidden();
  await expect(page.locator(".query-form").first()).toBeHidden();
  await expect(page.getByRole("table")).toBeVisible();
  expect((await page.pdf({ format: "A4" })).byteLength).toBeGreaterThan(10_000);
});
