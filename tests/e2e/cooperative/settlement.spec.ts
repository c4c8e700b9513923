import { paths } from "~/paths";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";

test.use({ viewport: { width: 360, height: 740 } });

test("wages go from the form over two people and the bank's file to a voucher, and the month adds up", async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page, "合作社会计");
  await page.goto(paths.coop.newPayout());
  await page.locator("main").locator('a[href*="household="]').first().click();
  await page.locator('select[name="flow"]').selectOption("WAGE");
  await page.locator('input[name="amount"]').fill("240");
  await page.locator('[name="basis"]').fill("采摘 2 天 × 120 元");
  await page.getByRole("button", { name: "登记" }).click();
  await expect(page).toHaveURL(/done=entered/);
  await page.goto(paths.coop.settlement());
  await expectAccessible(page);
  await page.getByRole("button", { name: "生成付款批次" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("付款批次 FK");
  await expect(page.getByText("下载 CSV")).toHaveCount(0);
  const address = new URL(page.url()).pathname;

  const manager = await browser.newPage({ baseURL: baseURL ?? "" });
  await signIn(manager, "合作社负责人", { fresh: true });
  await manager.goto(address);
  await manager.getByRole("button", { name: "复核通过，交银行付款" }).click();
  await expect(manager.getByText("银行付款中")).toBeVisible();
  await manager.close();

  await page.goto(address);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const file = await page.request.get(paths.coop.batchFile(address.split("/").at(-1) ?? "", { as: "csv" }));
  expect(file.headers()["cache-control"]).toBe("no-store");
  const lines = (await file.text()).trim().split("\r\n");
  const day = new Date().toISOString().slice(0, 10);
  const answered = lines.map((line, index) =>
    index === 0 ? line : line.replace(/,,,,$/, `,成功,PZ${Date.now()}${index},${day},`),
  );

  await page.getByRole("link", { name: "读入银行回单" }).click();
  await expectAccessible(page);
  const upload = async (rows: readonly string[]) => {
    const content = { name: "回单.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) };
    await page.getByLabel("银行回单文件").setInputFiles(content);
    await page.getByRole("button", { name: "读入并登记" }).click();
  };
  await upload([...answered, (answered[1] ?? "").replace(/FK\d+-\d+-\d+/, "FK000000-00-0000")]);
  await expect(page.getByRole("alert")).toContainText("整份回单都没有登记");
  await expect(page.getByText("不在这个批次里")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await upload(answered);
  await expect(page.getByRole("status")).toContainText(`登记了 ${lines.length - 1} 笔结果`);

  await page.getByRole("table").getByRole("link", { name: /^PZ/ }).first().click();
  await expect(page.getByRole("heading", { name: /^PZ/ })).toBeVisible();
  await expectAccessible(page);

  await page.goto(paths.coop.settlement());
  await page
    .getByRole("listitem")
    .getByRole("link", { name: /^\d{4}-\d{2}/ })
    .first()
    .click();
  await expect(page.getByText("✗")).toHaveCount(0);
  await expect(page.getByText("等式两边一样多")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByText("✓ 月末余额")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
