import { expect, test } from "../fixtures";
import { DECLINE, PAY, placeOrder, toFilledCheckout, wellStocked } from "./shopping";

test("a declined card charges nothing, keeps the cart and the order, and the guest pays again", async ({ page }) => {
  const [goods] = await wellStocked();
  await toFilledCheckout(page, goods?.slug ?? "");
  await placeOrder(page);
  await page.locator(DECLINE).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("link", { name: /←/ }).click();

  await page.waitForURL(/\/orders\//);
  await expect(page.getByText("待付款")).toBeVisible();
  await expect(page.getByText("还没有扣款")).toBeVisible();
  const slip = page.locator(".receipt-line");
  await expect(slip.first()).toContainText(`${goods?.title} `);
  await expect(slip.filter({ hasText: "×" }), "freight is a sum, not goods").toHaveCount(1);
  await expect(page.locator(".split-list li[data-tone=household] .split-state")).toHaveText("预计");
  const order = page.url();
  await page.goto("/cart");
  await expect(page.getByRole("link", { name: goods?.title ?? "" }).last()).toBeVisible();
  await page.goto("/checkout");
  await expect(page.getByText(/您有一张还没付款的订单/)).toBeVisible();

  await page.goto(order);
  await page.getByRole("button", { name: /去付款/ }).click();
  await page.locator(PAY).click();
  await page.waitForURL(/\/orders\//);
  await expect(page.getByText("待发货")).toBeVisible();
  await expect(page.locator(".split-state")).toHaveCount(0);
});

test("an unpaid order can be given up, and a paid one before packing; the money goes back", async ({ page }) => {
  const [goods] = await wellStocked();
  await toFilledCheckout(page, goods?.slug ?? "");
  await placeOrder(page);
  await page.getByRole("link", { name: /←/ }).click();
  await page.getByRole("button", { name: "取消订单" }).click();
  await expect(page.getByText("订单已取消，没有扣款。")).toBeVisible();

  await toFilledCheckout(page, goods?.slug ?? "");
  await placeOrder(page);
  await page.locator(PAY).click();
  await page.waitForURL(/\/orders\//);
  await page.evaluate(() => Object.assign(window, { print: () => (document.title = "printed") }));
  await page.getByRole("button", { name: "打印" }).click();
  await expect(page).toHaveTitle("printed");
  await page.getByRole("button", { name: "取消订单并全额退款" }).click();
  await expect(page.getByText("已取消，款项正在原路退回。")).toBeVisible();
  await expect(page.getByText("已取消").first()).toBeVisible();
});

test("the checkout refuses with sentences, at the field and above, and keeps what was typed", async ({ page }) => {
  const [goods] = await wellStocked();
  await page.goto(`/p/${goods?.slug}`);
  await page.getByRole("button", { name: "立即购买" }).click();
  await page.getByLabel("收货人").fill("李四");
  await page.getByLabel("手机号码").fill("12345");
  await page.getByLabel("省份").selectOption("");
  await page.getByRole("button", { name: /^提交订单，付款/ }).click();
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("link", { name: /11 位手机号码/ })).toBeVisible();
  await expect(summary.getByRole("link", { name: "请选择省份" })).toBeVisible();
  await expect(page.getByLabel("收货人")).toHaveValue("李四");
  await expect(page.getByLabel("手机号码")).toHaveValue("12345");

  await page.getByLabel("手机号码").fill("138 0000 0000");
  await page.getByLabel("省份").selectOption("31");
  await page.getByLabel("详细地址").fill("测试路 1 号院 2 楼");
  await page.getByLabel("优惠码").fill("没有这个码");
  await page.getByRole("button", { name: /计算运费，核对合计|提交订单/ }).click();
  await expect(page.getByText("请核对运费与合计").or(page.getByText("没有这个优惠码").first())).toBeVisible();
  await page.getByRole("button", { name: /计算运费，核对合计|提交订单/ }).click();
  await expect(page.getByText("没有这个优惠码").first()).toBeVisible();
  await expect(page.getByLabel("详细地址")).toHaveValue("测试路 1 号院 2 楼");
});
