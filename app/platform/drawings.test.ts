import { expect, test } from "vitest";
import { keptDrawings } from "./drawings.server";

function pages() {
  const answer = keptDrawings();
  let drawn = 0;
  return async (address: string, read: unknown, status = 200) => {
    const headers = new Headers({ "X-Own": `${drawn}` });
    const response = await answer({ address, read }, headers, async () => {
      drawn += 1;
      return new Response(`${address} ${JSON.stringify(read)}`, {
        status,
        headers: { "Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'" },
      });
    });
    return { drawn, status: response.status, text: await response.text(), headers: response.headers };
  };
}

test("what was read is the same to the letter: drawn once, answered twice, with the drawing's policy and its own headers", async () => {
  const page = pages();
  const first = await page("/p/kiwi", { priceFen: 3990, left: 4 });
  const again = await page("/p/kiwi", { priceFen: 3990, left: 4 });
  expect(again).toMatchObject({ drawn: 1, status: 200, text: first.text });
  expect(Object.fromEntries(again.headers)).toEqual({
    "content-type": "text/html",
    "content-security-policy": "default-src 'none'",
    "x-own": "1",
  });
});

test.each([
  ["one fen more", "/p/kiwi", { priceFen: 3991, left: 4 }],
  ["one box less", "/p/kiwi", { priceFen: 3990, left: 3 }],
  ["another address", "/en/p/kiwi", { priceFen: 3990, left: 4 }],
])("%s is another page", async (_what, address, read) => {
  const page = pages();
  await page("/p/kiwi", { priceFen: 3990, left: 4 });
  expect(await page(address, read)).toMatchObject({ drawn: 2, text: `${address} ${JSON.stringify(read)}` });
});

test("a drawing that failed is answered and not kept", async () => {
  const page = pages();
  expect(await page("/", {}, 500)).toMatchObject({ drawn: 1, status: 500 });
  expect(await page("/", {}, 200)).toMatchObject({ drawn: 2, status: 200 });
});
