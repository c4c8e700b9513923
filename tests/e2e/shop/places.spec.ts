import { expect, test } from "../fixtures";
import { ask } from "./shopping";

test("the open ledger adds up to the ledger, and shows declared beside paid", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "公开账本" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "公开账本" })).toBeVisible();
  const [seal] = await ask<{ day: string; hash: string }>(
    `SELECT to_char(sealed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, hash FROM seal
     WHERE sealed_at < now() - interval '2 days' ORDER BY sequence DESC LIMIT 1`,
  );
  if (seal) await expect(page.getByText(seal.hash)).toBeVisible();
  const declared = page.getByRole("table", { name: "申报与实付" });
  const [cooperative] = await ask<{ name: string; declared: number }>(
    "SELECT name, declared_households AS declared FROM cooperative WHERE status = 'APPROVED' ORDER BY name LIMIT 1",
  );
  const row = declared.getByRole("row", { name: new RegExp(cooperative?.name ?? "") });
  await expect(row).toContainText(String(cooperative?.declared));
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: cooperative?.name ?? "" })).toBeVisible();
});

test("what can be downloaded is what may be published, to the fen, and nobody is in it", async ({ request }) => {
  const answer = await request.get("/transparency.csv");
  expect(answer.headers()["content-type"]).toContain("text/csv");
  const text = await answer.text();
  const rows = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
  expect(rows.length).toBeGreaterThan(3);
  for (const cells of rows) expect(Number(cells[4]), cells.join(",")).toBeGreaterThanOrEqual(5);
  const closed = await ask<{ period: string; code: string; households: number; yuan: string }>(
    `SELECT p.period, h.area_code AS code, count(DISTINCT h.id)::int AS households,
       ((coalesce(sum(p.amount_fen) FILTER (WHERE p.source LIKE 'order:%'), 0)
       - coalesce(sum(p.amount_fen) FILTER (WHERE p.destination LIKE 'order:%'), 0)) / 100.0)::numeric(14,2)::text AS yuan
     FROM posting p JOIN household h ON h.id = p.household_id
     WHERE p.part = 'HOUSEHOLD' AND (p.source LIKE 'order:%' OR p.destination LIKE 'order:%')
       AND p.period < to_char(now() - interval '40 days', 'YYYY-MM')
     GROUP BY 1, 2 HAVING count(DISTINCT h.id) >= 5`,
  );
  expect(closed.length).toBeGreaterThan(0);
  for (const { period, code, households, yuan } of closed) {
    const row = rows.find((cells) => cells[0] === period && cells[1] === code);
    expect(row?.slice(4), `${period} ${code}`).toEqual([String(households), yuan]);
  }
  const people = await ask<{ head: string }>("SELECT head_name AS head FROM household");
  for (const { head } of people) expect(text).not.toContain(head);
});

test("seasons, villages and cooperatives lead to produce, without scripts, in both languages", async ({ page }) => {
  for (const base of ["", "/en"]) {
    await page.goto(`${base}/seasons`);
    await page.locator("main .plaque-row a").first().click();
    await expect(page).toHaveURL(new RegExp(`${base}/v/`));
    await page.goto(`${base}/villages`);
    await page.locator('main a[href*="/co/"]').first().click();
    await expect(page).toHaveURL(new RegExp(`${base}/co/`));
    await expect(page.locator("main h1")).toBeVisible();
    expect(await page.locator('script:not([type="application/ld+json"])').count()).toBe(0);
  }
  expect((await page.goto("/co/no-such-cooperative"))?.status()).toBe(404);
});

test("a cooperative that is not approved has no page", async ({ request }) => {
  const [waiting] = await ask<{ slug: string }>("SELECT slug FROM cooperative WHERE status <> 'APPROVED' LIMIT 1");
  expect(waiting, "a cooperative of the demonstration asks to be let in").toBeDefined();
  expect((await request.get(`/co/${waiting?.slug}`)).status()).toBe(404);
});
