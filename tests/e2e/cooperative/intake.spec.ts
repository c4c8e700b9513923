import { expect, expectNoSidewaysScroll, signIn, test } from "../fixtures";

test("a delivery is weighed, recorded and taken back @script-free", async ({ page }) => {
  await signIn(page, "合作社负责人");
  await page.goto("/coop");
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "记一笔收货" }).click();
  await page.getByRole("list", { name: "最近送过货的社员" }).getByRole("link").first().click();
  await page.getByRole("list", { name: "最近收过的产品" }).getByRole("link").first().click();

  const weight = page.locator('input[name="gross"]');
  await weight.fill("很多");
  await page.getByLabel("备注").fill("下午送来");
  await page.getByRole("button", { name: "保存入库单" }).click();
  await expect(page.getByRole("alert")).toContainText("请填数字");
  await expect(page.getByLabel("备注")).toHaveValue("下午送来");
  await expectNoSidewaysScroll(page);

  await weight.fill("40");
  await page.getByLabel("单价").fill("3");
  await page.getByRole("radio", { name: /^代销/ }).check({ force: true });
  await page.getByRole("button", { name: "保存入库单" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("入库单 RK");
  await expect(page.getByRole("status")).toContainText("已保存");
  await expectNoSidewaysScroll(page);

  await page.getByText("记错了？冲销这张入库单").click();
  await page.getByLabel("冲销原因").fill("试记，核对后冲销");
  await page.getByRole("button", { name: "冲销这张入库单" }).click();
  await expect(page.getByText("这张入库单已冲销")).toBeVisible();
});
