import type { Locator, Page } from "@playwright/test";
import { claimWords } from "~/routes/shop/claim-words";
import { ACCOUNT_WORDS } from "~/routes/shop/messages/account";
import { messagesOf } from "~/routes/shop/messages/messages";
import { paths } from "~/paths";
import { expect, test } from "../fixtures";
import { Seller } from "./seller";
import { codeSentTo, keeping, PAY } from "./shopping";

// Somebody without a mouse buys and sends back: every step by Tab, arrows, letters and Enter alone. Whatever is reached on the way
// shows that it is reached, and lies where it can be seen.

const FARTHEST = 150;
const SHANGHAI = "31";
const SELLER = "changxi";

for (const locale of ["zh", "en"] as const) {
  const m = messagesOf(locale);
  const to = paths.shop(locale);

  test(`${locale}: bought, paid, found again by a code, confirmed and claimed by keyboard alone`, async ({
    page,
    playwright,
  }) => {
    test.setTimeout(120_000);
    const goods = await keeping();
    const title = locale === "en" ? goods.titleEn : goods.title;
    const email = `keyboard.${locale}.${Date.now()}@example.com`;

    await page.goto(to.home());
    await page.keyboard.press("Tab");
    await expect(page.locator(":focus"), "the first stop leads past the menu").toHaveAttribute("href", "#main");

    await reach(page, page.getByRole("searchbox").first());
    await page.keyboard.type(title);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/[?&]q=/);
    await follow(page, page.locator("main").getByRole("link", { name: title, exact: true }).first());
    await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();

    await follow(page, page.getByRole("button", { name: m.product.addToCart }));
    await expect(page.getByText(m.cart.added)).toBeVisible();
    await follow(page, page.getByRole("link", { name: m.cart.checkout }));

    // Sent empty it says what is missing, and the sentence leads to the field.
    const submit = page.locator("button[name=intent][value=place]");
    await follow(page, submit);
    await expect(page.getByRole("alert")).toBeVisible();
    await follow(page, page.getByRole("alert").getByRole("link").first());
    await expect(page.locator(":focus")).toHaveAttribute("name", "name");
    await page.keyboard.type("张三");
    await reach(page, page.getByLabel(m.checkout.phone));
    await page.keyboard.type("13800000000");
    const province = page.locator("select[name=province]");
    await reach(page, province);
    await page.keyboard.press("Home");
    for (let down = 0; down < FARTHEST && (await province.inputValue()) !== SHANGHAI; down += 1)
      await page.keyboard.press("ArrowDown");
    await reach(page, page.getByLabel(m.checkout.addressLine, { exact: true }));
    await page.keyboard.type("浦东新区测试路 1 号");
    await reach(page, page.getByLabel(new RegExp(`^${m.checkout.email}`)));
    await page.keyboard.type(email);
    await follow(page, submit);
    await page.waitForURL(/\/c\/pay\//);

    await reach(page, page.locator(PAY));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/orders\//);
    await expect(page.getByText(m.order.stages.TO_SHIP)).toBeVisible();
    const number = (await page.getByRole("heading", { level: 1 }).innerText()).split(" ").at(-1) ?? "";
    const seller = await Seller.signedIn(playwright, SELLER);
    await seller.sends(number);
    await seller.leaves();

    const { signIn } = ACCOUNT_WORDS[locale];
    await page.goto(to.account.signIn());
    await reach(page, page.getByLabel(signIn.contact));
    await page.keyboard.type(email);
    await follow(page, page.getByRole("button", { name: signIn.send }));
    await reach(page, page.getByLabel(signIn.code));
    await page.keyboard.type(await codeSentTo(email));
    await follow(page, page.getByRole("button", { name: signIn.enter }));
    await follow(page, page.locator("main").getByRole("link", { name: new RegExp(number) }));
    await follow(page, page.getByRole("button", { name: m.order.confirm }));
    await expect(page.getByText(m.order.notices.confirmed)).toBeVisible();

    const words = claimWords(locale);
    await follow(page, page.getByRole("link", { name: words.ask.RETURN }));
    await follow(page, page.getByRole("button", { name: words.send, exact: true }));
    await expect(page.getByText(words.states.OPEN).first()).toBeVisible();
  });
}

/** Tab until `wanted` has the focus. */
async function reach(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let stops = 0; stops < FARTHEST; stops += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    expect(await page.evaluate(howFocusShows)).toBe("seen");
  }
  throw new Error(`Tab does not lead to ${wanted.toString()} on ${page.url()}`);
}

async function follow(page: Page, wanted: Locator): Promise<void> {
  await reach(page, wanted);
  await page.keyboard.press("Enter");
}

/** "seen", or what is wrong with the element that has the focus; between page and browser nothing has it. */
function howFocusShows(): string {
  const element = document.activeElement;
  if (!element || element === document.body) return "seen";
  const box = element.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const shows = [
    element,
    ...(element.closest("label") ? [element.closest("label")!] : []),
    element.parentElement ?? element,
  ];
  const ring = shows.some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  });
  return inView && ring ? "seen" : `${inView ? "no ring" : "out of view"}: ${element.outerHTML.slice(0, 160)}`;
}
