import { expect, expectAccessible, expectNoSidewaysScroll, test } from "../fixtures";
import { ask, DECLINE, PAY, placeOrder, toFilledCheckout, wellStocked } from "./shopping";

test("a guest buys: from the product's split to the same split in the ledger @no-js @phone", async ({ page }) => {
  const [goods] = await wellStocked();
  await page.goto(`/p/${goods?.slug}`);
  await expect(page.getByRole("heading", { level: 1, name: goods?.title ?? "" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "这一单的钱怎么分" })).toBeVisible();

  await toFilledCheckout(page, goods?.slug ?? "");
  const total = await page.getByRole("button", { name: /^提交订单，付款/ }).innerText();
  await placeOrder(page);
  await expect(page.getByText(total.replace("提交订单，付款 ", "")).first()).toBeVisible();
  await page.locator(PAY).click();

  await page.waitForURL(/\/orders\//);
  await expect(page.getByText("待发货")).toBeVisible();
  await expect(page.getByText("付款成功")).toBeVisible();
  await expect(page.getByText("账本里的真实入账")).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.goto("/cart");
  await expect(page.getByText("购物车是空的")).toBeVisible();
});

test("a declined card charges nothing, keeps the cart and the order, and the guest pays again @no-js", async ({
  page,
}) => {
  const [goods] = await wellStocked();
  await toFilledCheckout(page, goods?.slug ?? "");
  await placeOrder(page);
  await page.locator(DECLINE).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("link", { name: /←/ }).click();

  await page.waitForURL(/\/orders\//);
  await expect(page.getByText("待付款")).toBeVisible();
  await expect(page.getByText("还没有扣款")).toBeVisible();
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
});

test("an unpaid order can be given up, and a paid one before packing; the money goes back @no-js", async ({ page }) => {
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
  await page.getByRole("button", { name: "取消订单并全额退款" }).click();
  await expect(page.getByText("已取消，款项正在原路退回。")).toBeVisible();
  await expect(page.getByText("已取消").first()).toBeVisible();
});

test("the checkout refuses with sentences, at the field and above, and keeps what was typed @no-js", async ({
  page,
}) => {
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

test("a second press of the same form makes no second order", async ({ page, context }) => {
  const [goods] = await wellStocked();
  await toFilledCheckout(page, goods?.slug ?? "");
  const key = await page.locator("input[name=checkoutKey]").inputValue();
  const form = await page
    .locator("form.checkout")
    .evaluate((element) =>
      Object.fromEntries([...new FormData(element as HTMLFormElement)].map(([name, value]) => [name, String(value)])),
    );
  const origin = new URL(page.url()).origin;
  const send = () =>
    context.request.post("/checkout", {
      form: { ...form, intent: "place" },
      headers: { Origin: origin },
      maxRedirects: 0,
    });
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303]);
  const orders = await ask<{ id: string }>("SELECT id FROM customer_order WHERE checkout_key = $1", [key]);
  expect(orders).toHaveLength(1);
});

test("a price that changed since the page was shown is not charged", async ({ page }) => {
  const [goods] = await wellStocked();
  await toFilledCheckout(page, goods?.slug ?? "");
  await page.locator("input[name=shownTotal]").evaluate((input) => ((input as HTMLInputElement).value = "100"));
  await page.getByRole("button", { name: /^提交订单，付款/ }).click();
  await expect(page.getByText(/价格有变化：合计由 ¥1\.00 变为/).first()).toBeVisible();
  await expect(page.getByText(/没有扣款/).first()).toBeVisible();
});

test("the pages of buying can be used by everybody @phone", async ({ page }) => {
  const [goods] = await wellStocked();
  await page.goto(`/p/${goods?.slug}`);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "加入购物车" }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "去结算" }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: /提交订单/ }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
