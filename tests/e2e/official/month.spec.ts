import { execFileSync } from "node:child_process";
import fs from "node:fs";
import type { Page } from "@playwright/test";
import { periodOf, shiftPeriod } from "~/kernel/period";
import { paths } from "~/paths";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";

// A month of one village from the register to the corrected report, by the three people who answer for it. The village and the
// month are this test's own; what it leaves behind stays, and every invariant is asked for after the browser tests.

/** 双源村: the family that signs in as nonghu lives here, and no other test closes anything in it. */
const VILLAGE = "341021203201";
const FAMILY = `${VILLAGE}-0007`;
const MONTH = shiftPeriod(periodOf(new Date()), -3);
const [IN_VILLAGE, IN_TOWNSHIP, IN_COUNTY] = ["shuangyuan-cun", "乡镇干部", "县级干部"];

/** Every sum that the page makes again agrees. */
async function expectSums(page: Page): Promise<void> {
  await expect(page.locator(".check").first()).toBeVisible();
  await expect(page.locator('.check[data-ok="false"]')).toHaveCount(0);
}

/** Good on the screen and on paper: every sum agrees, nothing is wider than A4, nothing printed that is only for clicking. */
async function expectGoodPage(page: Page): Promise<void> {
  await expect(page.locator('.check[data-ok="false"]')).toHaveCount(0);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.emulateMedia({ media: "print" });
  const lying = (await page.locator(".print-landscape").count()) > 0;
  await page.setViewportSize(lying ? { width: 1017, height: 700 } : { width: 794, height: 1123 });
  await expectNoSidewaysScroll(page);
  await expect(page.locator("nav").first()).toBeHidden();
  await expect(page.locator("button:visible")).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function as(page: Page, role: string): Promise<void> {
  await page.context().clearCookies();
  await signIn(page, role);
}

/** A field by its name in the form; forms of different pages call the same thing differently. */
const field = (page: Page, name: string) => page.locator(`main [name="${name}"]:not([type="hidden"])`).last();
const step = (page: Page, value: string) => page.locator(`main button[value="${value}"]`).first();
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();
const done = (page: Page) => expect(page.getByRole("status").first()).toBeVisible();

async function declare(page: Page, card: string, gross: string, evidence: string): Promise<void> {
  await page.goto(`${card}/declared`);
  await field(page, "period").fill(MONTH);
  await field(page, "flow").selectOption({ index: 1 });
  await field(page, "organisation").fill("社保经办机构");
  await field(page, "gross").fill(gross);
  await field(page, "basis").fill("按月发放");
  await field(page, "evidence").fill(evidence);
  await press(page, "申报");
  await done(page);
}

/** Whatever waits on the household's page is approved. */
async function approveDeclared(page: Page, card: string): Promise<void> {
  await page.goto(`${card}/declared?month=${MONTH}&span=octsep`);
  if ((await step(page, "approve").count()) === 0) await page.goto(`${card}/declared`);
  await step(page, "approve").click();
  await expect(page.getByText("已核定，计入该户收入。")).toBeVisible();
}

test("a village's month is registered, recorded, checked, closed, published, objected to, corrected and restated", async ({
  page,
}, info) => {
  test.setTimeout(240_000);
  let card = "";
  let close = "";
  let draw = "";
  let problem = "";
  let published = "";

  await test.step("the village brings its list into the register; a wrong cell stops all of it", async () => {
    await as(page, IN_VILLAGE);
    const sheet = (birthYear: string) => ({
      name: "名册.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        [
          "档案编号,行政区划代码,村民组,姓名,与户主关系,性别,出生年份,属性,主要原因,建档日期",
          `${VILLAGE}-8001,${VILLAGE},一组,汪月明,户主,女,${birthYear},一般户,缺劳力,2026-01-05`,
        ].join("\n"),
      ),
    });
    await page.goto(paths.gov.registerImport());
    await field(page, "file").setInputFiles(sheet("一九六六"));
    await press(page, "上传并预览");
    await expect(page.getByText("G2")).toBeVisible();
    await field(page, "file").setInputFiles(sheet("1966"));
    await press(page, "上传并预览");
    await expectGoodPage(page);
    await press(page, "确认导入");
    await expect(page.getByText("新增 1 户")).toBeVisible();
    await page.goto(paths.gov.register(VILLAGE));
    await expectSums(page);
    card = (await page.getByRole("link", { name: FAMILY }).getAttribute("href")) ?? "";
  });

  await test.step("a pension is declared with its evidence, and the month cannot be signed while it waits", async () => {
    await declare(page, card, "180.00", "存折第 3 页");
    await page.goto(paths.gov.closes());
    await field(page, "area").selectOption(VILLAGE);
    await field(page, "period").fill(MONTH);
    await press(page, "开始结账");
    close = new URL(page.url()).pathname;
    await press(page, /签字/);
    await expect(page.getByRole("alert")).toContainText(/本月待核定的申报收入 \d+ 件/);
  });

  await test.step("the township approves it, and draws who is looked at by the published seal", async () => {
    await as(page, IN_TOWNSHIP);
    await approveDeclared(page, card);
    await page.goto(paths.gov.audits());
    await field(page, "area").selectOption(VILLAGE);
    await field(page, "period").fill(MONTH);
    await press(page, "抽取");
    await expect(page.getByText("按种子和冻结的户单重新抽一次，名单相同")).toBeVisible();
    draw = new URL(page.url()).pathname;
  });

  await test.step("who looks signs; what does not hold is a problem", async () => {
    await page.locator("tbody th a").first().click();
    await page.locator('[name="holds"][value="no"]').check({ force: true });
    await field(page, "note").fill("入户看存折，少记一笔养老金");
    await press(page, "我排查，我签字");
    await expect(page.getByText("已签字，并登记到问题台账。")).toBeVisible();
    problem = (await page.getByRole("link", { name: /^WT/ }).first().getAttribute("href")) ?? "";
  });

  await test.step("a figure goes down to its papers, and holds as a file without us", async () => {
    await page.goto(`${card}/audit?month=${MONTH}`);
    await expect(page.getByText(/项重新计算全部相符/)).toBeVisible();
    const bundle = await page.request.get(`${card}/audit.json?month=${MONTH}`);
    const seals = await page.request.get(paths.publishedSeals());
    const [file, kept] = [info.outputPath("bundle.json"), info.outputPath("seals.json")];
    fs.writeFileSync(file, await bundle.body());
    fs.writeFileSync(kept, await seals.body());
    const verified = execFileSync(process.execPath, ["scripts/verify-bundle.mjs", file, kept], { encoding: "utf8" });
    expect(verified).toContain("✓");
  });

  await test.step("an alert is tried on what is there before it is switched on", async () => {
    await page.goto(paths.gov.alerts());
    const rule = page.locator("li", { has: page.getByRole("button", { name: /^启用/ }) }).first();
    const label = await rule.locator("strong").innerText();
    await rule.getByRole("button", { name: /^启用（现有 \d+ 件）$/ }).click();
    await expect(page.locator("li", { hasText: label }).getByText("已启用")).toBeVisible();
  });

  await test.step("village, township and county sign: closed, and archived as computed", async () => {
    for (const [role, words] of [
      [IN_VILLAGE, "已签字。"],
      [IN_TOWNSHIP, "已签字。"],
      [IN_COUNTY, "已结账，报告已存档。"],
    ] as const) {
      await as(page, role);
      await page.goto(close);
      await press(page, /签字/);
      await expect(page.getByText(words)).toBeVisible();
    }
    await expect(page.getByText("存档报告与现在重新计算的逐字相同")).toBeVisible();
    published = await page.getByRole("row", { name: /申报收入（已核定）/ }).innerText();
  });

  await test.step("the month's report goes from village over township to county, and is locked", async () => {
    await as(page, IN_VILLAGE);
    await page.goto(paths.gov.reports({ area: VILLAGE, kind: "MONTH", period: MONTH }));
    await press(page, "上报");
    await done(page);
    const report = new URL(page.url()).pathname;
    for (const [role, value] of [
      [IN_TOWNSHIP, "check"],
      [IN_COUNTY, "approve"],
    ] as const) {
      await as(page, role);
      await page.goto(report);
      await step(page, value).click();
      await done(page);
    }
    await expect(page.getByText("已批准锁定")).toBeVisible();
    await expectGoodPage(page);
  });

  await test.step("it is published through the masking preview; a phone number in the words blocks it", async () => {
    await as(page, IN_VILLAGE);
    await page.goto(paths.gov.notices({ of: close.split("/").at(-1) ?? "" }));
    const words = async (preface: string) => {
      await field(page, "title").fill(`双源村 ${MONTH} 农户收入情况公示`);
      await field(page, "preface").fill(preface);
      await field(page, "contact").fill("昌溪乡人民政府，监督电话 12317");
      await press(page, "提交");
    };
    await words("有事打 13912345678");
    await expect(page.getByRole("alert")).toContainText("像手机号");
    await words("按三级签字的月度报告公示。");
    await done(page);
    const notice = new URL(page.url()).pathname;
    for (const [role, value] of [
      [IN_TOWNSHIP, "check"],
      [IN_COUNTY, "publish"],
    ] as const) {
      await as(page, role);
      await page.goto(notice);
      await step(page, value).click();
      await done(page);
    }
    await page.context().clearCookies();
    await page.goto(paths.shop("zh").notices());
    await page.getByRole("link", { name: `双源村 ${MONTH} 农户收入情况公示` }).click();
    await expect(page.getByText("报告指纹")).toBeVisible();
    await expectGoodPage(page);
  });

  let objection = "";
  await test.step("the family says that it is not right", async () => {
    await as(page, "nonghu");
    await page.goto(paths.household.newObjection({ kind: "PERIOD", id: MONTH }));
    await field(page, "words").fill("这个月的养老金少记了一笔");
    await press(page, "提交");
    objection = /WT[\d-]+/.exec(await page.getByRole("status").innerText())?.[0] ?? "";
    expect(objection).not.toBe("");
  });

  await test.step("what was left out stands in an open month, names the closed one, and restates it", async () => {
    await as(page, IN_VILLAGE);
    await declare(page, card, "35.50", "存折第 4 页，补记");
    await as(page, IN_TOWNSHIP);
    await approveDeclared(page, card);
    await page.goto(close);
    await expect(page.getByText("结账后有 1 笔涉及本月")).toBeVisible();
    await expect(page.getByText("存档报告与现在重新计算的逐字相同")).toBeVisible();
    const restated = page.getByRole("row", { name: /申报收入（已核定）/ });
    await expect(restated).not.toHaveText(published);
    await expect(restated).toContainText("215.50");
    await expectGoodPage(page);
  });

  await test.step("the audit's problem and the objection are answered by one and closed by another", async () => {
    await page.goto(paths.gov.problems());
    const found = page.getByRole("link", { name: objection });
    const addresses = [problem, (await found.first().getAttribute("href")) ?? ""];
    await as(page, IN_VILLAGE);
    for (const address of addresses) {
      await page.goto(address);
      await field(page, "note").fill("已补记 35.50 元，存折为据");
      await step(page, "answer").click();
      await done(page);
    }
    await as(page, IN_COUNTY);
    for (const address of addresses) {
      await page.goto(address);
      await field(page, "note").fill("对过存折，属实");
      await step(page, "close").click();
      await expect(page.getByText("已销号").first()).toBeVisible();
    }
    await page.goto(draw);
    await expect(page.getByText(/不符 1 户/)).toBeVisible();
    await as(page, "nonghu");
    await page.goto(paths.household.objections());
    await expect(page.locator("li, tr, article", { hasText: objection }).first()).toContainText("办完了");
  });

  await test.step("and from the county down to the family every sum agrees", async () => {
    await as(page, IN_COUNTY);
    for (const code of ["341021", "341021203", VILLAGE]) {
      await page.goto(paths.gov.area(code, { month: MONTH, span: "month" }));
      await expectSums(page);
    }
    await page.goto(`${card}/income?month=${MONTH}&span=month`);
    await expectSums(page);
  });
});
