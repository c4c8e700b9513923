import { paths } from "~/paths";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";

test("the operator sees that all is well @script-free", async ({ page }) => {
  await signIn(page, "平台运营");
  // The worker counts when it starts; until then the page says that nothing was counted.
  await expect(async () => {
    await page.goto(paths.ops.status());
    await expect(page.getByText("全部成立")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await page.goto(paths.ops.invariants());
  await page.getByRole("button", { name: "现在核对" }).click();
  await expect(page.getByText("等待核对")).toBeVisible();
});

test("a new version of a rule is tried on past orders, proposed, and approved by somebody else @script-free", async ({
  page,
  browser,
}) => {
  await signIn(page, "平台运营");
  await page.goto(paths.ops.splitRules());
  await page.getByLabel("规则代码").fill("processing");
  await page.getByLabel("中文名称").fill("试行规则");
  await page.getByLabel("英文名称").fill("Rule on trial");
  await page.getByLabel("合作社服务费").fill("7");
  await page.getByLabel("其中风险金").fill("20");
  await page.getByLabel("服务点费").fill("5");
  await page.getByLabel("村集体").fill("两个点");
  await page.getByRole("button", { name: "先试算最近 20 单" }).click();
  await expect(page.getByRole("alert")).toContainText("村集体比例请填 0 到 100 之间的百分数");
  await page.getByLabel("村集体").fill("2");
  await page.getByRole("button", { name: "先试算最近 20 单" }).click();
  await expect(page.getByRole("table", { name: /试算/ }).getByRole("row", { name: /^村集体/ })).toContainText("2.0%");

  await page.getByRole("button", { name: "提交审批" }).click();
  await expect(page.getByText("待批准", { exact: true })).toBeVisible();
  await expect(page.getByText("须由另一位同事批准")).toBeVisible();
  await expect(page.getByRole("button", { name: "批准" })).toHaveCount(0);
  const proposal = page.url();

  // Turned down by the second person, so that the demonstration keeps its rules.
  const context = await browser.newContext({ baseURL: new URL(proposal).origin });
  const second = await context.newPage();
  await signIn(second, "平台财务", { fresh: true });
  await second.goto(proposal);
  await expect(second.getByRole("button", { name: "批准" })).toBeVisible();
  await second.getByRole("button", { name: "退回" }).click();
  await expect(second.getByText("已退回")).toBeVisible();
  await context.close();
});

test("an account is made, granted, disabled and gone at once @script-free", async ({ page, browser }) => {
  const loginName = `e2e-${Date.now()}`;
  await signIn(page, "平台运营");
  await page.goto(paths.ops.users());
  await page.getByLabel("登录名", { exact: true }).fill(loginName);
  await page.getByLabel("姓名", { exact: true }).fill("测试干部");
  await page.getByLabel("初始密码").fill("four plain words here");
  await page.getByRole("button", { name: "新建" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "测试干部" })).toBeVisible();
  await page.getByLabel("角色").selectOption({ label: "村级干部" });
  await page.getByLabel("范围").fill("999999999999");
  await page.getByRole("button", { name: "授权", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("没有这个区划代码");
  await page.getByLabel("范围").fill("341021203200");
  await page.getByRole("button", { name: "授权", exact: true }).click();
  await expect(page.getByRole("cell", { name: "昌溪村委会", exact: true })).toBeVisible();
  const account = page.url();

  const context = await browser.newContext({ baseURL: new URL(account).origin });
  const other = await context.newPage();
  await other.goto(paths.signIn());
  await other.getByLabel("登录名").fill(loginName);
  await other.getByLabel("密码").fill("four plain words here");
  await other.getByRole("button", { name: "登录" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toContainText("昌溪村");
  await page.getByRole("button", { name: "停用账号" }).click();
  await expect(page.getByText(/停用$/)).toBeVisible();
  await other.goto(paths.gov.households());
  await expect(other).toHaveURL(/\/sign-in/);
  await context.close();
});

test("the ledger's accounts sum to nothing, and an order's journals open to their postings @script-free @phone", async ({
  page,
}) => {
  await signIn(page, "平台财务");
  await page.goto(paths.ops.ledger({ kind: "SALE" }));
  const accounts = page.getByRole("table", { name: /账户/ });
  await expect(accounts.locator("tfoot td").last()).toHaveText("¥0.00");
  await page.getByRole("table", { name: /分录/ }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "售出" })).toBeVisible();
  await expect(page.locator('.check[data-ok="true"]')).toBeVisible();
  await expect(page.getByRole("table", { name: "流水" })).toContainText("平台服务费");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.goto(paths.ops.ledger({ about: "没有这样的编号" }));
  await expect(page.getByText("没有符合条件的分录")).toBeVisible();
});
