import { paths } from "~/paths";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";

test.use({ viewport: { width: 360, height: 740 } });

test("a family signs in by its phone, reads its month, objects, and gives and takes back a consent", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(90_000);
  await page.goto(paths.household.overview());
  await expect(page).toHaveURL(paths.household.signIn());
  await expectAccessible(page);
  const phone = /可以用 (\d{11})/.exec(await page.locator("main").innerText())?.[1] ?? "";
  await page.getByLabel("手机号").fill("12");
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page.getByRole("alert")).toContainText("请填 11 位手机号");
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("短信里的六位数字").fill("000000");
  await page.getByRole("button", { name: "进去看账" }).click();
  await expect(page.getByRole("alert")).toContainText("验证码不对");

  const operator = await browser.newPage({ baseURL: baseURL ?? "" });
  await signIn(operator, "平台运营", { fresh: true });
  await operator.goto(paths.ops.messages());
  const letter = operator.locator("details", { hasText: phone }).first();
  await letter.locator("summary").click();
  const code = /家 (\d{6})/.exec(await letter.locator("pre").innerText())?.[1] ?? "";
  await operator.close();

  await page.getByLabel("短信里的六位数字").fill(code);
  await page.getByRole("button", { name: "进去看账" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("我家的账");
  const rootSize = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(rootSize).toBeGreaterThanOrEqual(20);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("table").getByRole("link").nth(1).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("明白卡");
  await expect(page.getByText("✓ 每一笔加起来，和总账对得上")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("link", { name: "这个月的账缺了东西" }).click();
  await page.getByLabel("哪里不对").fill("不");
  await page.getByRole("button", { name: "提交" }).click();
  await expect(page.getByRole("alert")).toContainText("请写明哪里不对");
  await page.getByLabel("哪里不对").fill("月中还交过一筐土鸡蛋，这里没有写。");
  await expectAccessible(page);
  await page.getByRole("button", { name: "提交" }).click();
  await expect(page.getByRole("status")).toContainText("收到了，编号 WT");
  await expect(page.getByText("正在查")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "我同意的事" }).click();
  const story = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "讲述家庭故事" }) });
  const withdraw = story.getByRole("button", { name: "收回" });
  if (await withdraw.isVisible()) await withdraw.click();
  await story.getByRole("button", { name: "同意", exact: false }).click();
  await expect(story.getByText("同意了一次，等您确认")).toBeVisible();
  await story.getByRole("button", { name: "确认同意" }).click();
  await expect(story.getByText("同意了", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "我家说的话" }).click();
  await page.getByLabel("这一户的话").fill("梅子一年一回，垫布摘，不敲，老树的最酸。");
  await page.getByRole("button", { name: "交给村里看" }).click();
  await expect(page.getByText("还要另一位干部看过，才会展示。")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.goto(paths.household.consents());
  await withdraw.click();
  await expect(story.getByText("没有同意")).toBeVisible();
});
