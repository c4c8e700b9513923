import { json } from "@remix-run/node";
import { expect, test } from "vitest";
import { pageData } from "./page-data.server";

const data = { title: "绿梅", cards: [{ priceFen: 3_990, photo: null }], province: undefined };
const init = { status: 202, headers: { "Set-Cookie": "province=34" } };

test("a page's data is answered as json() answers it", async () => {
  for (const read of [
    (answer: Response) => answer.text(),
    (answer: Response) => new Response(answer.body, answer).text(),
  ]) {
    const [ours, theirs] = [pageData(data, init), json(data, init)];
    expect([ours.status, [...ours.headers]]).toEqual([theirs.status, [...theirs.headers]]);
    expect(await read(ours)).toBe(await read(theirs));
  }
});

test("the page is given the values themselves", async () => {
  expect(await pageData(data).json()).toBe(data);
});

test("what JSON would change is not taken", () => {
  // @ts-expect-error -- a date comes back as text
  pageData({ at: new Date() });
  // @ts-expect-error -- a bigint does not come back at all
  pageData({ fen: 1n });
  // @ts-expect-error -- of a map nothing is left
  expect(pageData({ byVillage: new Map() }).status).toBe(200);
});
