import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, runFacts, test } from "../fixtures";
import { publicPages } from "./pages";
import { ask, wellStocked } from "./shopping";

// What a visitor's phone has to fetch. The addresses of hydrated pages are found by asking, so that new ones are held too.

const MOST_SCRIPT = 120_000;
const MOST_STYLE = 25_000;
const MOST_PICTURE = 120_000;

type Loaded = { url: string; type: string; body: Buffer };

async function load(page: Page, address: string): Promise<{ html: string; loaded: Loaded[]; hosts: Set<string> }> {
  const waiting: Promise<Loaded | undefined>[] = [];
  const hosts = new Set<string>();
  page.on("request", (request) => {
    if (request.url().startsWith("http")) hosts.add(new URL(request.url()).host);
  });
  page.on("response", (response) => {
    const type = response.request().resourceType();
    const body = response.body().then(
      (bytes) => ({ url: response.url(), type, body: bytes }),
      () => undefined,
    );
    waiting.push(body);
  });
  const answer = await page.goto(address, { waitUntil: "load" });
  const loaded = (await Promise.all(waiting)).filter((one) => one !== undefined);
  page.removeAllListeners("request");
  page.removeAllListeners("response");
  return { html: (await answer?.text()) ?? "", loaded, hosts };
}

const zipped = (loaded: Loaded[], type: string) =>
  loaded.filter((one) => one.type === type).reduce((sum, one) => sum + gzipSync(one.body).length, 0);

test("shop pages keep to their bytes and ask no other host", async ({ page }) => {
  test.setTimeout(120_000);
  const own = new URL(runFacts().url).host;
  const { searchKey } = JSON.parse(fs.readFileSync(path.join(runFacts().dataDir, "secrets.json"), "utf8")) as {
    searchKey: string;
  };
  expect(searchKey.length).toBeGreaterThan(16);
  const { product = "", missing: _missing, ...others } = await publicPages();
  for (const address of [...Object.values(others), product, `/en${product}`, "/checkout"]) {
    const { html, loaded, hosts } = await load(page, address);
    expect([...hosts], `${address} asks other hosts`).toEqual([own]);
    for (const { body, url } of loaded) expect(body.includes(searchKey), `${url} holds the engine's key`).toBe(false);
    const scripts = zipped(loaded, "script");
    const hydrated = /<script(?![^>]*application\/ld\+json)/.test(html);
    expect(scripts, `${address}: script`).toBeLessThanOrEqual(hydrated ? MOST_SCRIPT : 0);
    expect(zipped(loaded, "stylesheet"), `${address}: style`).toBeLessThanOrEqual(MOST_STYLE);
    for (const picture of loaded.filter((one) => one.type === "image")) {
      expect(picture.body.length, `${address}: ${picture.url}`).toBeLessThanOrEqual(MOST_PICTURE);
    }
  }
});

test("the pages of browsing run no script at all: their policy forbids every one", async ({ request }) => {
  for (const [name, address] of Object.entries(await publicPages())) {
    const answer = await request.get(address);
    expect(answer.headers()["content-security-policy"], name).toContain("default-src 'none'");
    expect(answer.headers()["content-security-policy"], name).not.toContain("script-src");
    expect((await answer.text()).match(/<script(?![^>]*application\/ld\+json)/), name).toBeNull();
  }
});

test("the page behind the code on a box is one small file: no script, below 30 kB, the certificate in it", async ({
  page,
}) => {
  const [lot] = await ask<{ code: string }>(
    "SELECT t.code FROM quality_document q JOIN lot t ON t.id = q.lot_id WHERE q.kind = 'CONFORMITY' ORDER BY t.code LIMIT 1",
  );
  const { html, loaded } = await load(page, `/t/${lot?.code}`);
  expect(html).toContain("承诺达标合格证");
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  expect(html).not.toContain("<script");
  expect(loaded.filter((one) => one.type === "script")).toEqual([]);
});

test("the first visitor's page and the copy for the next are the same, and a cart is in neither", async ({
  playwright,
}) => {
  const [goods] = await wellStocked();
  const visitor = () => playwright.request.newContext({ baseURL: runFacts().url });
  const [first, second, buyer] = await Promise.all([visitor(), visitor(), visitor()]);
  const address = `/p/${goods?.slug}`;
  const variant = /name="variant"[^>]*value="([^"]+)"/.exec(await (await first.get(address)).text())?.[1] ?? "";
  await buyer.post("/cart", {
    form: { intent: "add", variant, quantity: "1" },
    headers: { Origin: runFacts().url },
  });
  expect(await (await buyer.get(address)).text()).toContain('class="count">1<');
  const [one, two] = [await (await first.get(address)).text(), await (await second.get(address)).text()];
  expect(one).not.toContain('class="count"');
  expect(two).not.toContain('class="count"');
  await Promise.all([first, second, buyer].map((context) => context.dispose()));
});
