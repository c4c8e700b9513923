import { expect, test } from "vitest";
import { keptDrawings } from "./drawings.server";

function pages() {
  const answer = keptDrawings();
  let drawn = 0;
  return (address: string, read: unknown, status = 200) => {
    const headers = new Headers({ "X-Own": `${drawn}` });
    const drawing = answer({ address, read }, headers, () => {
      drawn += 1;
      const html = new TextEncoder().encode(`${address} ${JSON.stringify(read)}`);
      const head = { "Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'" };
      return { status, html, headers: new Headers(head) };
    });
    return { drawn, status: drawing.status, text: new TextDecoder().decode(drawing.html), headers: drawing.headers };
  };
}

test("what was read is the same to the letter: drawn once, answered twice, with the drawing's policy and its own headers", () => {
  const page = pages();
  const first = page("/p/kiwi", { priceFen: 3990, left: 4 });
  const again = page("/p/kiwi", { priceFen: 3990, left: 4 });
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
])("%s is another page", (_what, address, read) => {
  const page = pages();
  page("/p/kiwi", { priceFen: 3990, left: 4 });
  expect(page(address, read)).toMatchObject({ drawn: 2, text: `${address} ${JSON.stringify(read)}` });
});

test("a drawing that failed is answered and not kept", () => {
  const page = pages();
  expect(page("/", {}, 500)).toMatchObject({ drawn: 1, status: 500 });
  expect(page("/", {}, 200)).toMatchObject({ drawn: 2, status: 200 });
});
