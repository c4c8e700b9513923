import { demoLogin, expect, expectAccessible, expectNoSidewaysScroll, runFacts, signIn, test } from "./fixtures";

// Whether the shop stands as a whole: every door opens, for everyone whom the demonstration knows, on a screen of any size.

test("the door to the consoles opens for anybody, readable by all", { tag: "@phone" }, async ({ page }) => {
  const answer = await page.goto("/sign-in");
  expect(answer?.status()).toBe(200);
  await expect(page.locator("h1")).toHaveCount(1);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

const ROLES = [
  "operator",
  "finance",
  "shexian",
  "changxi-xiang",
  "changxi-cun",
  "changxi",
  "changxi-weigher",
  "shopper",
];

for (const role of ROLES) {
  test(`${role} signs in and stands at their own door`, { tag: ["@phone"] }, async ({ page }) => {
    await signIn(page, role);
    const answer = await page.goto(demoLogin(role).url ?? "/");
    expect(answer?.status()).toBe(200);
    await expect(page.locator("h1")).toHaveCount(1);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test("a page that is not there is one sentence and a way back, not a failure", async ({ page }) => {
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.getByRole("link").first()).toBeVisible();
});

test("the process says that it lives and is ready", async ({ request }) => {
  const health = await request.get("/healthz");
  expect(await health.json()).toMatchObject({ status: "ok", commit: expect.any(String) });
  const ready = await request.get("/readyz");
  expect(await ready.json()).toMatchObject({ status: "ready", checks: { database: "ok", worker: "ok" } });
});

test("another site cannot act for who is signed in here", async ({ page }) => {
  await signIn(page, "shopper", { fresh: true });
  const refused = await page.request.post("/sign-out", { headers: { Origin: "https://evil.example" } });
  expect(refused.status()).toBe(403);
  expect(new URL(runFacts().url).host).toBe(new URL(page.url()).host);
});
