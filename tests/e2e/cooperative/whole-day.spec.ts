import type { Browser, Page } from "@playwright/test";
import { messagesOf } from "~/routes/shop/messages/messages";
import { paths } from "~/paths";
import { dayOf } from "~/kernel/period";
import { newId } from "~/kernel/ids";
import { expect, expectAccessible, expectNoSidewaysScroll, runFacts, signIn, test } from "../fixtures";
import { ask, PAY, placeOrder, toFilledCheckout } from "../shop/shopping";
import { unmarkedChinese } from "../shop/unmarked-words";

// One cooperative from its application to a household's objection, everybody on a phone of 360 × 640. What it leaves behind
// stays in the demonstration, and every invariant is asked for after the browser tests.

const TOWNSHIP = "341021203";
const PASSWORD = "xin-mi-ma-2026";

const PRICE = "40.00";
const BACK = "5.00";

test("a cooperative joins, weighs, sells, makes good, and its household is paid and can object @phone-only", async ({
  page,
  browser,
  context,
}) => {
  test.setTimeout(180_000);
  const mark = newId().slice(-6);
  const name = `溪口笋业合作社${mark}`;
  const people = await households();
  const own = people.find((one) => one.own) ?? people[0];
  if (!own) throw new Error("the demonstration has households");
  const photo = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [800, 600];
    const pen = canvas.getContext("2d");
    for (let i = 0; pen && i < 40; i++) {
      pen.fillStyle = `hsl(${i * 9} 60% 50%)`;
      pen.fillRect(i * 20, 0, 20, 600);
    }
    return canvas.toDataURL("image/jpeg").split(",")[1] ?? "";
  });
  const picture = { name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.from(photo, "base64") };

  await test.step("applies, is recommended and approved, and the manager sets a password", async () => {
    await page.goto(paths.shop("zh").join());
    await page.locator('[name="name"]').fill(name);
    await page.locator('[name="areaCode"]').selectOption({ value: own.areaCode });
    await page.locator('[name="licenceNumber"]').fill(await aLicence());
    await page.locator('[name="licencePhoto"]').setInputFiles(picture);
    await page.locator('[name="contactName"]').fill("程新社");
    await page.locator('[name="phone"]').fill(`139${mark.replace(/\D/g, "7").padStart(8, "1").slice(-8)}`);
    await page.locator("main form.form button").last().click();
    await expect(page.getByText(name)).toBeVisible();
    const number = /RZ\d+/.exec(await page.locator("h1").innerText())?.[0] ?? "";

    const county = await onPhone(browser, "shexian");
    await county.goto(paths.gov.applications());
    await county.getByRole("link", { name: number }).click();
    await county.locator('[name="move"][value="RECOMMENDED"]').check({ force: true });
    await county.getByRole("button", { name: "提交意见" }).click();
    await expect(county.getByRole("status")).toContainText("已办理");
    await county.context().close();

    const operator = await onPhone(browser, "operator");
    await operator.goto(paths.ops.approvals());
    await operator
      .getByRole("link", { name: new RegExp(`${mark}|${number}`) })
      .first()
      .click();
    await operator.locator('[name="move"][value="APPROVED"]').check({ force: true });
    await operator.getByRole("button", { name: "提交意见" }).click();
    await expect(operator.getByRole("status")).toContainText("已办理");
    await operator.goto(paths.ops.messages());
    const letter = operator.locator("details", { hasText: "/invitation/" }).filter({ hasText: name }).first();
    await letter.locator("summary").click();
    const link = /\/invitation\/[\w-]+/.exec(await letter.locator("pre").innerText())?.[0] ?? "";
    await operator.context().close();

    await page.goto(link);
    await page.locator('input[name="loginName"]').fill(`xikou-${mark}`);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await page.locator('input[name="again"]').fill(PASSWORD);
    await page.getByRole("button", { name: "接受邀请" }).click();
    await page.waitForURL(/sign-in|\/coop/);
    await page.locator('input[name="loginName"]').fill(`xikou-${mark}`);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await page.locator('input[name="password"]').press("Enter");
    await expect(page.getByText(name).first()).toBeVisible();
  });

  await test.step("takes two households in as members", async () => {
    for (const household of people.slice(0, 2)) {
      await page.goto(paths.coop.members());
      await page.locator('[name="number"]').fill(household.number);
      await page.locator('[name="headName"]').fill(household.name);
      await page.getByRole("button", { name: "登记入社" }).click();
      await expect(page.getByRole("status")).toBeVisible();
    }
  });

  await test.step("weighs three deliveries, the third without a network", async () => {
    const { id: productId } = await freshProduct();
    for (const household of people.slice(0, 2)) {
      await page.goto(paths.coop.newIntake({ household: household.id, product: productId }));
      await page.locator('input[name="gross"]').fill("60");
      await page.getByLabel("单价").fill("4");
      await page.getByRole("radio", { name: /^代销/ }).check({ force: true });
      await page.locator('input[name="conformity"][value="RECEIVED"]').check({ force: true });
      await page.locator('input[name="grade"]').first().check({ force: true });
      await page.getByRole("button", { name: "保存入库单" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText("入库单 RK");
    }
    await page.goto(paths.coop.scale());
    await expect(page.locator("html[data-offline-ready]")).toBeAttached();
    await context.setOffline(true);
    await page.locator("#scale-people button").first().click();
    if ((await page.locator('#scale-grades button[aria-pressed="true"]').count()) === 0)
      await page.locator("#scale-grades button").first().click();
    await page.locator('#scale [name="mode"]').selectOption("CONSIGNED");
    await page.locator('#scale [name="conformity"]').selectOption("ON_THE_SPOT");
    await page.locator('#scale [name="gross"]').fill("20");
    await page.getByRole("button", { name: "保存并记下一户" }).click();
    await expect(page.locator("#scale-waiting")).toHaveText("1");
    await context.setOffline(false);
    await page.getByRole("button", { name: "立即发送" }).click();
    await expect(page.locator("#scale-sent")).toHaveText("1");
  });

  let lot = "";
  await test.step("seals a lot, which gets its certificate, and prints its label", async () => {
    await page.goto(paths.coop.intakes());
    await page.goto(paths.coop.sealLot());
    const product = page.locator('main a[href*="product="]').first();
    if ((await page.locator('input[type="checkbox"]').count()) === 0) await product.click();
    for (const box of await page.locator('main input[type="checkbox"]').all()) await box.check({ force: true });
    await page.getByRole("button", { name: "封批" }).click();
    await expect(page.getByRole("heading", { name: "承诺达标合格证" })).toBeVisible();
    lot = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await page.getByRole("link", { name: "打印箱贴" }).click();
    await expect(page.locator(".box-label").first()).toContainText("承诺达标合格证");
  });

  let slug = "";
  await test.step("offers it", async () => {
    await page.goto(paths.coop.newFreight());
    await page.locator('[name="name"]').fill("鲜货");
    await page.locator('[name="shipperName"]').fill("邮政快递");
    for (const [field, value] of [
      ["provinces", "其余"],
      ["firstWeight", "3"],
      ["firstPrice", "8"],
      ["nextWeight", "1"],
      ["nextPrice", "2"],
    ] as const)
      await page.locator(`[name="zones[0].${field}"]`).fill(value);
    await page.locator('[name="zones[0].delivered"]').check({ force: true });
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await expect(page).toHaveURL(/\/coop\/freight(\?|$)/);

    const { id: productId } = await freshProduct();
    await page.goto(paths.coop.newListing({ product: productId }));
    await page.locator('[name="title"]').fill(`溪口春笋${mark}`);
    await page.locator('[name="areaCode"]').selectOption(own.areaCode);
    for (const select of ["splitRuleCode", "freightId"]) {
      const chosen = page.locator(`[name="${select}"]`);
      if ((await chosen.inputValue()) === "") await chosen.selectOption({ index: 1 });
    }
    await page.locator('[name="story"]').fill("当天挖，当天发。");
    await page.locator('[name="variants[0].name"]').fill("5 斤装");
    await page.locator('[name="variants[0].quantity"]').fill("5");
    await page.locator('[name="variants[0].price"]').fill(PRICE);
    await page.locator('[name="variants[0].shipping"]').fill("3");
    await page.getByRole("button", { name: "建好商品" }).click();
    await expect(page).toHaveURL(/\/coop\/listings\/[0-9a-f-]{36}/);
    await page.locator('input[name="photo"]').setInputFiles(picture);
    await page.locator('form:has(input[value="add-photo"]) [name="alt"]').fill("竹筐里的春笋");
    await page.getByRole("button", { name: "上传" }).click();
    await expect(page).toHaveURL(/done=photo/);
    await page.locator('[name="lots[0].use"]').check({ force: true });
    await page.getByRole("button", { name: "保存批次" }).click();
    await page.getByRole("button", { name: "上架出售" }).click();
    await expect(page).toHaveURL(/done=published/);
    const [listing] = await ask<{ slug: string }>("SELECT slug FROM listing WHERE title = $1", [`溪口春笋${mark}`]);
    slug = listing?.slug ?? "";
  });

  await test.step("who reads English sees which words of it are Chinese", async () => {
    const [cooperative] = await ask<{ slug: string }>("SELECT slug FROM cooperative WHERE name = $1", [name]);
    const found = `/en/search?q=${encodeURIComponent(`溪口春笋${mark}`)}`;
    for (const address of [`/en/p/${slug}`, `/en/co/${cooperative?.slug}`, found, "/en"]) {
      expect(await unmarkedChinese(page, address), address).toEqual([]);
    }
  });

  const shopper = await onPhone(browser);
  let order = "";
  await test.step("a shopper buys and pays", async () => {
    await toFilledCheckout(shopper, slug);
    await placeOrder(shopper);
    await shopper.locator(PAY).click();
    await shopper.waitForURL(/\/orders\//);
    await expect(shopper.getByText("待发货")).toBeVisible();
    order = shopper.url();
    expect(await unmarkedChinese(shopper, `/en${new URL(order).pathname}`)).toEqual([]);
  });

  const number = (await shopper.locator("h1").innerText()).replace(/^\D+/, "");
  await test.step("the cooperative packs and ships", async () => {
    await page.goto(paths.coop.orders());
    await page.getByRole("link", { name: number }).first().click();
    await page.getByRole("button", { name: "已打包" }).click();
    await page.locator('[name="trackingNumber"]').fill("SF1234567890123");
    await page.locator('[name="carrier"]').selectOption("SF");
    await page.getByRole("button", { name: "发货", exact: true }).click();
    await expect(page.getByText("SF1234567890123").first()).toBeVisible();
  });

  await test.step("the shopper confirms, claims with a photo, and gets a part back", async () => {
    await shopper.goto(order);
    await shopper.getByRole("button", { name: "确认收货" }).click();
    await shopper.getByRole("link", { name: "申请赔付" }).click();
    await shopper.locator('[name="quantity"]').fill("1");
    await shopper.locator('[name="words"]').fill("有三根烂了，其余完好。");
    await shopper.locator('[name="photos"]').setInputFiles(picture);
    await shopper.getByRole("button", { name: "提交" }).click();
    await expect(shopper.getByText("等卖家答复")).toBeVisible();
    await expectAccessible(shopper);

    await page.goto(paths.coop.orders({ tab: "claims" }));
    await page.getByRole("link", { name: number }).first().click();
    await page.locator('main a[href^="/coop/claims/"]').first().click();
    await expect(page.getByRole("button", { name: "同意并退款" })).toBeVisible();
    await expectAccessible(page);
    await page.locator('[name="amount"]').first().fill(BACK);
    await page.getByRole("button", { name: "同意并退款" }).click();
    await expect
      .poll(
        async () =>
          (
            await ask<{ state: string }>(
              "SELECT r.state FROM refund r JOIN customer_order o ON o.id = r.order_id WHERE o.number = $1",
              [number],
            )
          )[0]?.state,
        { timeout: 20_000 },
      )
      .toBe("SUCCEEDED");
    await shopper.goto(order);
    await expect(shopper.getByText(`¥${BACK}`).first()).toBeVisible();
  });

  await test.step("the claim window passes, and what the sale gave becomes payable", async () => {
    const late = `UPDATE %t SET shipped_at = shipped_at - interval '3 days', delivered_at = delivered_at - interval '3 days',
      claim_until = claim_until - interval '3 days' WHERE `;
    const ofOrder = `(SELECT s.id FROM shipment s JOIN customer_order o ON o.id = s.order_id WHERE o.number = $1)`;
    await ask(`${late.replace("%t", "parcel")} shipment_id IN ${ofOrder}`, [number]);
    await ask(`${late.replace("%t", "shipment")} id IN ${ofOrder}`, [number]);
    await ask("SELECT graphile_worker.add_job('release-due-shipments')");
    await expect
      .poll(
        async () =>
          (await ask(`SELECT 1 FROM shipment WHERE released_at IS NOT NULL AND id IN ${ofOrder}`, [number])).length,
        {
          timeout: 20_000,
        },
      )
      .toBe(1);
  });

  await test.step("finance prepares, the operator approves, the bank pays", async () => {
    const finance = await onPhone(browser, "finance");
    await finance.goto(paths.ops.batches());
    await finance.getByRole("button", { name: "生成付款批次" }).click();
    await expect(finance.locator("h1")).toContainText("付款批次 FK");
    await expect(finance.getByRole("button", { name: /复核通过/ })).toHaveCount(0);
    const batch = new URL(finance.url()).pathname;
    const operator = await onPhone(browser, "operator");
    await operator.goto(batch);
    await operator.getByRole("button", { name: /复核通过/ }).click();
    await operator.context().close();

    await finance.goto(batch);
    const csv = await (await finance.request.get(`${batch}/file?as=csv`)).text();
    const day = dayOf(new Date());
    const lines = csv.trim().split("\r\n");
    const answered = lines.map((line, index) =>
      index === 0 ? line : line.replace(/,,,,$/, `,成功,${mark}-${index},${day},`),
    );
    await finance.getByRole("link", { name: "读入银行回单" }).click();
    await finance
      .getByLabel("银行回单文件")
      .setInputFiles({ name: "回单.csv", mimeType: "text/csv", buffer: Buffer.from(answered.join("\r\n")) });
    await finance.getByRole("button", { name: "读入并登记" }).click();
    await expect(finance.getByRole("status")).toContainText(`登记了 ${lines.length - 1} 笔结果`);
    await finance
      .getByRole("row", { name: new RegExp(own.name) })
      .getByRole("link", { name: new RegExp(mark) })
      .first()
      .click();
    await expect(finance.getByRole("heading", { name: new RegExp(`^${mark}-`) })).toBeVisible();
    await expect(finance.getByText(number)).toBeVisible();
    await expectAccessible(finance);
    await expectNoSidewaysScroll(finance);
    await finance.context().close();
  });

  await test.step("the shopper reads on the receipt that the households were paid, and when", async () => {
    await shopper.goto(order);
    const { paid } = messagesOf("zh").impact;
    await expect(shopper.getByText(new RegExp(paid("¥[\\d.,]+"))).first()).toBeVisible();
    await expect(
      shopper
        .locator(".timeline time")
        .filter({ hasText: dayOf(new Date()) })
        .last(),
    ).toBeVisible();
    await expectAccessible(shopper);
  });

  await test.step("the household reads it in its statement, and objects", async () => {
    const family = await onPhone(browser, "nonghu");
    await family.goto(paths.household.month(dayOf(new Date()).slice(0, 7)));
    await expect(family.getByText("✓ 每一笔加起来，和总账对得上")).toBeVisible();
    await expect(family.getByText(`溪口春笋${mark}`).first()).toBeVisible();
    await family.getByRole("link", { name: "这个月的账缺了东西" }).click();
    await family.getByLabel("哪里不对").fill(`溪口这一单少记了一筐（${mark}）。`);
    await family.getByRole("button", { name: "提交" }).click();
    await expect(family.getByRole("status")).toContainText("收到了，编号 WT");
    await family.context().close();
  });

  await page.goto(paths.coop.lot(lot));
  await expect(page.getByText(`溪口春笋${mark} 5 斤装`).first()).toBeVisible();
  await shopper.context().close();
});

/** A phone of somebody else, signed in when a role is given. */
async function onPhone(browser: Browser, role?: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: runFacts().url,
    viewport: { width: 360, height: 640 },
    isMobile: true,
    hasTouch: true,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  const page = await context.newPage();
  if (role !== undefined) await signIn(page, role);
  return page;
}

/** Households of the demonstration's township, first the one that signs in as nonghu. */
async function households() {
  return ask<{ id: string; number: string; name: string; areaCode: string; own: boolean }>(
    `SELECT h.id, h.number, h.head_name AS name, h.area_code AS "areaCode", g.user_id IS NOT NULL AS own
     FROM household h
     LEFT JOIN role_grant g ON g.scope_id = h.id::text AND g.role = 'HOUSEHOLD'
       AND g.user_id = (SELECT id FROM app_user WHERE login_name = 'nonghu')
     WHERE h.area_code LIKE $1 || '%' AND h.bank_account_cipher IS NOT NULL
     ORDER BY own DESC, h.number LIMIT 2`,
    [TOWNSHIP],
  );
}

/** Bamboo shoots: they spoil, need a certificate and are weighed. */
async function freshProduct(): Promise<{ id: string }> {
  const [product] = await ask<{ id: string }>(
    "SELECT id FROM product WHERE code = 'spring-bamboo' AND perishable AND certified AND base_unit = 'GRAM'",
  );
  if (!product) throw new Error("the demonstration has a fresh product");
  return product;
}

/** A unified social credit code that nobody has: 17 letters and the check letter of GB 32100. */
async function aLicence(): Promise<string> {
  const letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const body = `93341021MA${String(Date.now()).slice(-7)}`;
  const sum = [...body].reduce((total, letter, index) => total + ((letters.indexOf(letter) * 3 ** index) % 31), 0);
  return body + letters[(31 - (sum % 31)) % 31];
}
