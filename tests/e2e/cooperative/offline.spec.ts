import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";

const RECORDS = 20;
/** carries the paper number of the one before it: the server refuses it, and the others go on */
const BAD = 6;

// Without a network, by way of a closed tab, and back: nothing is lost, nothing is stored twice.
test("twenty deliveries with photos, weighed without a network, survive the tab and arrive once each @phone-only", async ({
  page,
  context,
}) => {
  test.setTimeout(90_000);
  await signIn(page, "合作社负责人", { fresh: true });
  await page.goto("/coop/intakes/scale");
  await expect(page.locator("#scale")).toBeVisible();
  await expect(page.locator("html[data-offline-ready]")).toBeAttached();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await context.setOffline(true);
  const photo = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 480;
    const pen = canvas.getContext("2d");
    for (let i = 0; pen && i < 40; i++) {
      pen.fillStyle = `hsl(${i * 9} 60% 50%)`;
      pen.fillRect(i * 16, 0, 16, 480);
    }
    return canvas.toDataURL("image/jpeg").split(",")[1] ?? "";
  });
  const mark = `离线${Date.now()}`;
  await page.locator("#scale details summary").click();
  await page.locator('[name="mode"]').selectOption("CONSIGNED");
  for (let i = 1; i <= RECORDS + 1; i++) {
    await page.locator("#scale-people button").first().click();
    const grades = page.locator("#scale-grades button");
    if ((await page.locator('#scale-grades button[aria-pressed="true"]').count()) === 0) await grades.first().click();
    await page.locator('[name="gross"]').fill(String(20 + i));
    await page.locator('[name="paperNumber"]').fill(`${mark}-${i === BAD ? BAD - 1 : i}`);
    await page
      .locator('[name="photo"]')
      .setInputFiles({ name: "slip.jpg", mimeType: "image/jpeg", buffer: Buffer.from(photo, "base64") });
    await page.getByRole("button", { name: "保存并记下一户" }).click();
    await expect(page.locator("#scale-waiting")).toHaveText(String(i));
  }

  // Opened before the tab is closed: a service worker without a page would end, and an older Chromium starts it with a network.
  const again = await context.newPage();
  await again.goto("/coop/intakes/new");
  await page.close();
  await again.reload();
  await expect(again.locator("#scale-waiting")).toHaveText(String(RECORDS + 1));

  await context.setOffline(false);
  await again.getByRole("button", { name: "立即发送" }).click();
  await expect(again.locator("#scale-waiting")).toHaveText("0", { timeout: 20_000 });
  await expect(again.locator("#scale-sent")).toHaveText(String(RECORDS));
  await expect(again.locator("#scale-refused")).toHaveText("1");
  await expect(again.locator('#scale-list [data-state="refused"]')).toContainText("内容不同");
  const numbers = await again.locator("#scale-list a").allTextContents();
  expect(new Set(numbers).size).toBe(RECORDS);

  // Signing out says what is still on the phone, and takes the page along: nobody reads it after, with a network or without.
  await again.getByRole("button", { name: "退出" }).click();
  await expect(again.locator("#leave-state")).toContainText("1 单需要修改");
  await again.locator("#leave").getByRole("button", { name: "退出" }).click();
  await expect(again).toHaveURL(/\/sign-in/);
  await context.setOffline(true);
  await expect(again.goto("/coop/intakes/scale")).rejects.toThrow();
  await context.setOffline(false);

  await signIn(again, "changxi-weigher");
  await again.goto("/coop/intakes/scale");
  await expect(again.locator("#scale")).toBeVisible();
  await expect(again.locator("#scale-list li")).toHaveCount(0);
});
