import { messagesOf } from "~/routes/shop/messages/messages";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "../fixtures";
import { wellStocked } from "./shopping";

// A buyer whose phone loses the network is told so by the shop, and gets the page that was asked for once it is back.
test("without a network a buyer reads what still holds, and trying again opens the page @phone-only", async ({
  page,
  context,
}) => {
  const [goods] = await wellStocked();
  await page.goto(`/p/${goods?.slug}`);
  await page.getByRole("button", { name: "加入购物车" }).click();
  await page.getByRole("link", { name: "去结算" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(messagesOf("zh").checkout.title);
  await page.evaluate(() => navigator.serviceWorker.ready);

  await context.setOffline(true);
  for (const [locale, address] of [
    ["zh", "/villages"],
    ["en", "/en/villages"],
  ] as const) {
    const { offline } = messagesOf(locale);
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(offline.title);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole("link", { name: offline.again }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(offline.title);
  }
  await context.setOffline(false);
  await page.getByRole("link", { name: messagesOf("en").offline.again }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(messagesOf("en").village.list);
  expect(await page.evaluate(() => caches.keys())).toEqual(["huhui-shop-offline"]);
});
