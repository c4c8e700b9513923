import { expect, expectAccessible, expectNoSidewaysScroll, runFacts, test } from "../fixtures";
import { ask, PAY, placeOrder, toFilledCheckout, wellStocked } from "./shopping";

test("a buyer makes the receipt public, friends see goods and households' money but not the buyer, and it can be taken back @no-js @phone", async ({
  page,
  playwright,
}) => {
  const [goods] = await wellStocked();
  await toFilledCheckout(page, goods?.slug ?? "");
  await placeOrder(page);
  await page.locator(PAY).click();
  await page.waitForURL(/\/orders\//);
  const order = page.url();
  await expect(page.getByText("已入账：按规则分到每一户")).toBeVisible();
  const number = (await page.getByRole("heading", { level: 1 }).innerText()).replace("订单 ", "");

  await page.getByRole("button", { name: "生成公开收据和海报" }).click();
  await page.waitForURL(/\/r\//);
  const shared = page.url();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("的收据");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  const friend = await playwright.request.newContext({ baseURL: runFacts().url });
  const html = await (await friend.get(shared)).text();
  expect(html).toContain(goods?.title);
  for (const secret of ["张三", "13800000000", "浦东新区", number, order.split("/orders/")[1] ?? number])
    expect(html, secret).not.toContain(secret);
  expect(html).not.toMatch(/<script(?![^>]*ld\+json)/);
  const english = await (await friend.get(new URL(shared).pathname.replace(/^/, "/en"))).text();
  expect(english).toContain("A receipt from");
  await expect
    .poll(async () => (await friend.get(`${shared}/poster.png`)).headers()["content-type"], { timeout: 20_000 })
    .toBe("image/png");

  await page.goto(order);
  await page.getByRole("button", { name: "收回" }).click();
  await expect(page.getByText("公开收据已经收回，原来的网址打不开了。")).toBeVisible();
  expect((await friend.get(shared)).status()).toBe(404);
  expect((await friend.get(`${shared}/poster.png`)).status()).toBe(404);
  await friend.dispose();
});

test("the order page says when households were paid, as the ledger has it @no-js", async ({ page }) => {
  const [paid] = await ask<{ token: string | null; day: string }>(
    `SELECT NULL AS token, to_char(j.occurred_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day
     FROM posting p JOIN journal j ON j.id = p.journal_id
     WHERE p.part = 'HOUSEHOLD' AND p.destination LIKE 'bank:%' AND p.order_line_id IS NOT NULL ORDER BY j.occurred_at DESC LIMIT 1`,
  );
  expect(paid, "the demonstration has paid households").toBeDefined();
  // A receipt of that sale, made public by its row: the link of an order in the demonstration is nobody's to know.
  const [made] = await ask<{ token: string }>(
    `INSERT INTO receipt_share (order_id, token, created_at)
     SELECT l.order_id, left(translate(encode(sha256(l.order_id::text::bytea), 'base64'), '+/=', 'abc'), 22), now()
     FROM posting p JOIN journal j ON j.id = p.journal_id JOIN order_line l ON l.id = p.order_line_id
     WHERE p.part = 'HOUSEHOLD' AND p.destination LIKE 'bank:%' ORDER BY j.occurred_at DESC LIMIT 1
     ON CONFLICT (order_id) DO UPDATE SET created_at = now() RETURNING token`,
  );
  await page.goto(`/r/${made?.token}`);
  await expect(page.getByText(/已付农户 ¥[\d.,]+，有银行凭证/).first()).toBeVisible();
  await expect(page.locator(".timeline time").last()).toHaveText(/20\d\d-\d\d-\d\d/);
});
