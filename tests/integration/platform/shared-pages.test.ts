import express from "express";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shopStamp } from "~/catalog/shop-stamp-store.server";
import { db } from "~/platform/db.server";
import { SHARED_PAGE } from "~/platform/request-context.server";
import { aListingWithStock, aPhoto, type AListing } from "#tests/builders/orders";
import { onLoopback, type Loopback } from "#tests/setup/loopback";
import { securityHeaders } from "../../../scripts/server/headers";
import { oneReading } from "~/platform/one-reading";
import { sharedPages } from "../../../scripts/server/shared-pages";

// The copies of pages that visitors get who are not signed in, on the real stamp. The page behind them says price and stock.

const aCart = (letter: string, kinds: number) => `cart=${letter.repeat(43)}.${kinds}`;

let listing: AListing;
let server: Loopback;
let drawn = 0;
let stamp: () => Promise<string>;

beforeAll(async () => {
  listing = await aListingWithStock();
  stamp = () => shopStamp(db(), new Date());
  const app = express();
  app.use(securityHeaders({ https: false }));
  app.use(sharedPages({ readStamp: () => stamp(), mayBeShared: ({ req }) => req.path !== "/never" }));
  app.get("/own", (_request, response) => void response.send(`own ${(drawn += 1)}`));
  app.get("/cookie", (_request, response) => {
    response
      .set(SHARED_PAGE, "1")
      .cookie("who", "me")
      .send(`cookie ${(drawn += 1)}`);
  });
  app.get("*", async (request, response) => {
    drawn += 1;
    const [row] = await db().$queryRaw<[{ price: bigint; stock: number }]>`
      SELECT v.price_fen AS price, (SELECT sum(available) FROM lot WHERE id = ANY (${[...listing.lotIds]}::uuid[]))::int AS stock
      FROM variant v WHERE v.id = ${listing.variantId}::uuid`;
    response.status(request.path === "/gone" ? 404 : 200).set(SHARED_PAGE, "1");
    response.type("html").write(`${row.price} `);
    response.end(`${row.stock} ${request.get("Cookie") ?? ""}`);
  });
  server = await onLoopback(app);
});
afterAll(() => server.close());
beforeEach(() => {
  stamp = () => shopStamp(db(), new Date());
});

const page = async (path: string, headers: Record<string, string> = {}) => {
  const before = drawn;
  const answer = await fetch(server.base + path, { headers });
  return { answer, text: await answer.text(), copied: drawn === before };
};

async function setPrice(fen: number): Promise<void> {
  await db().variant.update({ where: { id: listing.variantId }, data: { priceFen: BigInt(fen) } });
}

describe("whoever has no cookies", () => {
  test("gets the copy, the same bytes however it is packed, and no word about it", async () => {
    const first = await page("/a");
    expect(first.copied).toBe(false);
    for (const encoding of ["identity", "gzip", "br"]) {
      const again = await page("/a", { "Accept-Encoding": encoding });
      expect(again).toMatchObject({ copied: true, text: first.text });
      expect(again.answer.headers.get("Content-Encoding")).toBe(encoding === "identity" ? null : encoding);
      expect(again.answer.headers.get("Cache-Control")).toBe("private, no-store");
      expect(again.answer.headers.has(SHARED_PAGE)).toBe(false);
    }
    expect(first.answer.headers.has(SHARED_PAGE)).toBe(false);
  });

  test("gets a copy of the data as of the page, and never one for the other", async () => {
    await setPrice(55);
    expect((await page("/both")).copied).toBe(false);
    expect((await page("/both?_data=list")).copied).toBe(false);
    expect((await page("/both?_data=list")).copied).toBe(true);
    await setPrice(56);
    expect((await page("/both?_data=list")).text).toMatch(/^56 /);
  });

  test("sees a price, stock, a name, a photo or freight as soon as its change is committed", async () => {
    const changes: (() => Promise<unknown>)[] = [
      () => setPrice(4_321),
      () => db().lot.update({ where: { id: listing.lotIds[0] ?? "" }, data: { available: 77 } }),
      () => db().listing.update({ where: { id: listing.listingId }, data: { title: "新名字" } }),
      () => db().freightZone.updateMany({ data: { firstFen: 900n } }),
      () => aPhoto({ listingId: listing.listingId }),
      () => db().cooperative.updateMany({ data: { storyEn: "" } }),
    ];
    for (const change of changes) {
      await page("/changes");
      expect((await page("/changes")).copied).toBe(true);
      await change();
      expect((await page("/changes")).copied).toBe(false);
    }
    expect((await page("/changes")).text).toBe("4321 77 ");
  });

  test("sees nothing of a change that is rolled back or not committed yet", async () => {
    await setPrice(100);
    await page("/open");
    let goOn = () => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const open = db().$transaction(async (tx) => {
      await tx.variant.update({ where: { id: listing.variantId }, data: { priceFen: 200n } });
      await held;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await page("/open")).toMatchObject({ copied: true, text: "100 77 " });
    // A later transaction is committed before it: the newest change is not the last one to be seen.
    await aPhoto({ listingId: listing.listingId, position: 1 });
    await page("/open");
    expect(await page("/open")).toMatchObject({ copied: true, text: "100 77 " });
    goOn();
    await open;
    expect((await page("/open")).text).toBe("200 77 ");
  });

  test("is never shown an older price than the last committed one, while many change and many look", async () => {
    await setPrice(1);
    let committed = 1;
    let ended = false;
    const changing = (async () => {
      for (let price = 2; price <= 50; price++) {
        // Others commit late and out of order beside it.
        const other = db().$transaction(async (tx) => {
          await tx.lot.update({ where: { id: listing.lotIds[0] ?? "" }, data: { available: 77 } });
          await new Promise((resolve) => setTimeout(resolve, price % 7));
        });
        await setPrice(price);
        committed = price;
        if (price % 3 === 0) await other;
        await new Promise((resolve) => setTimeout(resolve, price % 5));
      }
      ended = true;
    })();
    let looked = 0;
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        while (!ended) {
          const atLeast = committed;
          const { text } = await page("/race");
          expect(Number(text.split(" ")[0])).toBeGreaterThanOrEqual(atLeast);
          looked += 1;
        }
      }),
    );
    await changing;
    expect(looked).toBeGreaterThan(50);
  });

  test("shares one drawing with those who ask at the same time", async () => {
    await page("/warm");
    const before = drawn;
    await Promise.all(Array.from({ length: 8 }, () => page("/together")));
    expect(drawn - before).toBeLessThanOrEqual(2);
  });
});

describe("what is nobody else's", () => {
  test.each(["cart=x.1", "session=abc", `${aCart("a", 1)}; huhui=secret`, "province=31; who=me", "text-size=a b"])(
    "a visitor with %s is answered anew",
    async (Cookie) => {
      await page("/mine");
      expect(await page("/mine", { Cookie })).toMatchObject({ copied: false });
      expect((await page("/mine")).text).not.toContain("cart");
    },
  );

  test("visitors whose carts hold as many kinds share a copy, those of other figures and provinces have their own", async () => {
    await page("/kinds", { Cookie: aCart("a", 2) });
    expect((await page("/kinds", { Cookie: aCart("b", 2) })).copied).toBe(true);
    for (const Cookie of [
      aCart("a", 3),
      `${aCart("a", 2)}; province=33`,
      `province=33`,
      `__Host-${aCart("a", 2)}`,
      "",
    ]) {
      expect((await page("/kinds", { Cookie })).copied, Cookie).toBe(false);
      expect((await page("/kinds", { Cookie })).copied, Cookie).toBe(true);
    }
  });

  test("large text is a copy of its own", async () => {
    const large = { Cookie: "text-size=large" };
    await page("/size", large);
    expect((await page("/size", large)).text).toContain("text-size=large");
    expect((await page("/size")).text).not.toContain("text-size=large");
  });

  test.each(["/own", "/cookie", "/gone", "/never", `/${"a".repeat(200)}`])("%s is never kept", async (path) => {
    await page(path);
    expect((await page(path)).copied).toBe(false);
  });

  test("forms are not answered from copies", async () => {
    await page("/form");
    const before = drawn;
    await fetch(`${server.base}/form`, { method: "HEAD" });
    expect(drawn).toBe(before + 1);
  });
});

test("while the stamp cannot be read, pages are drawn", async () => {
  await page("/away");
  stamp = () => Promise.reject(new Error("no connection"));
  expect((await page("/away")).copied).toBe(false);
});

test("a reading is never shared with someone who asked after it began", async () => {
  let value = 0;
  const read = oneReading(async () => {
    const seen = value;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return seen;
  });
  const first = read();
  value = 1;
  const later = [read(), read()];
  value = 2;
  expect(await first).toBe(0);
  const seen = await Promise.all(later);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(1);
});
