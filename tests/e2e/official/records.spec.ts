import type { Page } from "@playwright/test";
import { paths } from "~/paths";
import { personalNumbersIn } from "#tests/builders/personal-numbers";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../fixtures";

/** Nothing that names or reaches a person: identity, phone and bank numbers, and full names of the demonstration's form. */
async function expectNobodyNamed(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(personalNumbersIn(await page.content())).toEqual([]);
}

async function expectGoodPage(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await expectNobodyNamed(page);
}

// That everybody can use them on a phone, and that they print, the walk of the consoles looks at.
test("the desk's pages open, add up and name nobody", async ({ page }) => {
  await signIn(page, "县级干部");
  await page.goto(paths.gov.register("341021203"));
  await expect(page.locator('.check[data-ok="true"]')).toHaveCount(1);
  await expectNobodyNamed(page);
  await page.locator("tbody th a").first().click();
  await expect(page.locator('.check[data-ok="true"]')).toHaveCount(1);
  const card = (await page.locator("tbody th a").first().getAttribute("href")) ?? "";
  for (const part of [
    "",
    "/print",
    "/survey",
    "/visits",
    "/plan",
    "/status",
    "/declared?span=rolling",
    "/costs?span=rolling",
  ]) {
    await page.goto(card + part);
    await expectNobodyNamed(page);
  }
  for (const path of [paths.gov.caseload(), paths.gov.statusCases(), paths.gov.problems(), paths.gov.alerts()]) {
    await page.goto(path);
    await expectNobodyNamed(page);
  }
});

test("a closed month computes to the report that was signed, and its notice is public without naming anybody @script-free", async ({
  page,
}) => {
  await signIn(page, "县级干部");
  await page.goto(paths.gov.closes());
  // What is being closed stands first.
  await page
    .getByRole("row", { name: /已结账/ })
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByText("存档报告与现在重新计算的逐字相同")).toBeVisible();
  await expect(page.locator('.check[data-ok="false"]')).toHaveCount(0);
  await expectGoodPage(page);
  await page.context().clearCookies();
  await page.goto(paths.shop("zh").notices());
  await expectGoodPage(page);
  await page.locator("main ul.ruled a").first().click();
  await expect(page.getByText("报告指纹")).toBeVisible();
  await expect(page.locator("script")).toHaveCount(0);
  await expectGoodPage(page);
});
