import http from "node:http";
import net from "node:net";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSessionCookie } from "~/access/session-cookie.server";
import { parseEnv } from "~/platform/env.server";
import { inRequest, SHARED_PAGE } from "~/platform/request-context.server";
import { actingOnce } from "~/platform/sent-once.server";
import { answerWhole } from "~/platform/whole-answer";
import { listening, type Loopback } from "#tests/setup/loopback";
import { createApp } from "../../../scripts/server/app";
import { createWebServer, MOST_HEADER_BYTES } from "../../../scripts/server/http-server";
import type { AppBuild } from "../../../scripts/server/remix";
import { loggedPath } from "../../../scripts/server/request-log";

// What stands in front of Remix. The app behind it is a stand-in with few routes, so that only the front is tested here.

let server: Loopback;
let waiting = 0;
let failure: "busy" | "broken" | undefined;
let received = "";
let drawn = 0;

beforeAll(async () => {
  const environment = parseEnv({ ...process.env, NODE_ENV: "production", APP_URL: "https://shop.example" });
  const app = createApp({ env: environment, build: async () => standIn() });
  server = await listening(createWebServer({ https: true }).on("request", app));
});
afterAll(() => server.close());

function standIn(): AppBuild {
  const route = {
    id: "routes/echo",
    path: "*",
    parentId: "root",
    module: {
      loader: ({ context }: { context: Record<string, unknown> }) => {
        if (failure === "busy") context["overloaded"] = true;
        if (failure) throw new Error("a surprise with 13812345678 in it");
        return new Response("loaded", { headers: { "Content-Type": "text/plain" } });
      },
      action: async ({ request }: { request: Request }) => {
        received = await request.text();
        return new Response(new URL(request.url).host, { headers: { "Content-Type": "text/plain" } });
      },
    },
  };
  /** says that it may be shared; one of the two reads who asks */
  const shared = (path: string, read: (request: Request) => unknown) => ({
    id: `routes/${path}`,
    path,
    parentId: "root",
    module: {
      default: () => null,
      handle: { shared: true },
      loader: ({ request }: { request: Request }) => String(read(request)),
    },
  });
  const pages = [shared("the-same", () => "for all"), shared("own", (request) => readSessionCookie(request))];
  return {
    entry: {
      module: {
        default: (_request: Request, status: number, headers: Headers, context: EntryContext, load: AppLoadContext) => {
          drawn += 1;
          headers.set(SHARED_PAGE, "1");
          const { loaderData } = context.staticHandlerContext;
          return answerWhole(load, Buffer.from(JSON.stringify({ drawn, ...loaderData })), { status, headers });
        },
        handleError: () => {},
        server: {
          actingOnce,
          inRequest,
          shopStamp: async () => "stamp",
          poolState: () => ({ size: 2, open: 2, idle: 0, waiting }),
          readiness: async () => ({ ready: waiting === 0, checks: {} }),
        },
      },
    },
    routes: Object.fromEntries(
      [{ id: "root", path: "", module: { default: () => null } }, route, ...pages].map((one) => [one.id, one]),
    ),
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "1" },
    publicPath: "/",
    assetsBuildDirectory: "build/app/client",
    future: {},
    isSpaMode: false,
    basename: "/",
  } as never;
}

const post = (path: string, headers: Record<string, string>, body = "a=1") =>
  fetch(server.base + path, { method: "POST", headers, body, redirect: "manual" });

describe("who may change something", () => {
  test.each<[string, Record<string, string>]>([
    ["our own page, by its origin", { Origin: "https://shop.example" }],
    ["our own page, by the browser's word", { Origin: "https://shop.example", "Sec-Fetch-Site": "same-origin" }],
    ["our own page with a hidden origin", { "Sec-Fetch-Site": "same-origin" }],
  ])("%s is let through", async (_who, headers) => {
    received = "";
    expect((await post("/cart", headers)).status).toBe(200);
    expect(received).toBe("a=1");
  });

  test.each<[string, Record<string, string>]>([
    ["another site", { Origin: "https://evil.example" }],
    ["another site that names ours in its own name", { Origin: "https://shop.example.evil.example" }],
    ["our site over plain http", { Origin: "http://shop.example" }],
    ["a neighbour's subdomain", { Origin: "https://blog.shop.example", "Sec-Fetch-Site": "same-site" }],
    ["a page without an origin", { Origin: "null" }],
    ["a program that says nothing", {}],
    ["another site whose browser tells", { Origin: "https://shop.example", "Sec-Fetch-Site": "cross-site" }],
    ["the bare address bar", { "Sec-Fetch-Site": "none" }],
    ["a forged host", { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" }],
    ["an origin that is no address", { Origin: "shop.example" }],
  ])("%s is refused, and nothing reaches the app", async (_who, headers) => {
    received = "";
    for (const path of ["/cart", "/cart?_data=routes%2Fecho", "/webhooks/stripe/", "/webhooks/stripe/x"]) {
      expect((await post(path, headers)).status, path).toBe(403);
    }
    expect(received).toBe("");
  });

  test("Stripe's webhook needs no origin: it is signed", async () => {
    expect((await post("/webhooks/stripe", {})).status).toBe(200);
  });

  test.each(["PUT", "PATCH", "DELETE"])("%s from elsewhere is refused too", async (method) => {
    expect((await fetch(`${server.base}/cart`, { method })).status).toBe(403);
  });
});

describe("what comes in", () => {
  const own = { Origin: "https://shop.example" };

  test.each([1, 5])("a form of more than 1 MB (%i) hears so, and nothing of it reaches a page", async (megabytes) => {
    received = "";
    const refused = await post("/cart", own, "a".repeat(megabytes * 1024 * 1024 + 1));
    expect(refused.status).toBe(413);
    expect(await refused.text()).toContain("最多 1 MB");
    expect(received).toBe("");
  });

  test("a body that does not say its length is cut off where it becomes too long", async () => {
    received = "";
    const status = await new Promise<number>((resolve) => {
      const request = http.request(`${server.base}/cart`, {
        method: "POST",
        headers: { ...own, "Transfer-Encoding": "chunked" },
      });
      request.once("response", (response) => resolve(response.statusCode ?? 0));
      request.once("error", () => resolve(413));
      for (let i = 0; i < 40; i++) request.write(Buffer.alloc(64 * 1024, "a"));
      request.end();
    });
    expect(status).toBe(413);
    expect(received).toBe("");
  });

  test("a short body without a length is read whole", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const request = http.request(`${server.base}/cart`, {
        method: "POST",
        headers: { ...own, "Transfer-Encoding": "chunked" },
      });
      request.once("response", (response) => resolve(response.statusCode ?? 0));
      request.once("error", reject);
      request.write("a=1&");
      request.end("b=2");
    });
    expect(status).toBe(200);
    expect(received).toBe("a=1&b=2");
  });

  test("an upload may be larger than a form, but not endless", async () => {
    const upload = { ...own, "Content-Type": "multipart/form-data; boundary=x" };
    expect((await post("/cart", upload, "a".repeat(3 * 1024 * 1024))).status).toBe(200);
    const refused = await post("/cart", upload, "a".repeat(12 * 1024 * 1024 + 1)).catch(() => undefined);
    expect(refused?.status ?? 413).toBe(413);
  });

  test("forwarded headers of strangers are not believed", async () => {
    const answer = await post("/cart", { ...own, "X-Forwarded-Host": "evil.example:99", "X-Forwarded-Proto": "https" });
    expect(await answer.text()).toBe(server.base.replace("http://", ""));
  });

  test("a URL that cannot be read is a bad request, not a failure", async () => {
    const status = await new Promise<number>((resolve) => {
      http.get({ port: new URL(server.base).port, path: "/%E0%A4%A" }, (response) => resolve(response.statusCode ?? 0));
    });
    expect(status).toBeLessThan(500);
  });
});

describe("what is too long, or cannot be read", () => {
  test("a search of 10,000 Chinese characters reaches the app", async () => {
    const answer = await fetch(`${server.base}/search?${new URLSearchParams({ q: "梅".repeat(10_000) })}`);
    expect([answer.status, await answer.text()]).toEqual([200, "loaded"]);
  });

  test("what is longer than the limit hears so in both languages, with the usual headers", async () => {
    const address = `${server.base}/search?q=${"a".repeat(MOST_HEADER_BYTES)}`;
    const [refused, usual] = await Promise.all([fetch(address), fetch(`${server.base}/a`)]);
    expect([refused.status, refused.headers.get("content-type")]).toEqual([431, "text/html; charset=utf-8"]);
    const text = await refused.text();
    expect(text).toContain("太长");
    expect(text).toContain("too long");
    const own = /^(connection|content-(encoding|length|type)|date|keep-alive|transfer-encoding|vary|x-request-id)$/;
    for (const [name, value] of usual.headers) {
      if (!own.test(name)) expect(refused.headers.get(name), name).toBe(value);
    }
  });

  test("a much longer one, too, though most of it is still on its way", async () => {
    const said = await raw(`GET /?q=${"a".repeat(3 * 1024 * 1024)} HTTP/1.1\r\nHost: shop.example\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1\.1 431 /);
    expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test("what is no request at all is a bad request, in words", async () => {
    const said = await raw("hello\r\n\r\n");
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).toContain("读不懂");
  });

  /** what the server says to these bytes before it closes */
  function raw(bytes: string): Promise<string> {
    return new Promise((resolve) => {
      let said = "";
      const socket = net.connect(Number(new URL(server.base).port), "127.0.0.1", () => socket.write(bytes));
      socket.on("data", (chunk: Buffer) => (said += chunk.toString()));
      socket.on("error", () => {});
      socket.on("close", () => resolve(said));
    });
  }
});

describe("what goes out", () => {
  test("every answer carries the usual headers and a request id of its own", async () => {
    const [one, two] = await Promise.all([fetch(`${server.base}/a`), fetch(`${server.base}/b`)]);
    expect(one.headers.get("x-request-id")).not.toBe(two.headers.get("x-request-id"));
    expect(Object.fromEntries(one.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "strict-origin-when-cross-origin",
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": "max-age=31536000",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    });
    expect(one.headers.get("x-powered-by")).toBeNull();
  });

  test("a request id from outside is not taken over", async () => {
    const answer = await fetch(`${server.base}/a`, { headers: { "X-Request-Id": "chosen-by-me" } });
    expect(answer.headers.get("x-request-id")).not.toBe("chosen-by-me");
  });

  test("a missing asset is a short 404, not a page", async () => {
    const answer = await fetch(`${server.base}/assets/gone.js`);
    expect([answer.status, await answer.text()]).toEqual([404, "not found\n"]);
  });

  test("a failure tells nothing of itself", async () => {
    failure = "broken";
    const answer = await fetch(`${server.base}/a?_data=routes%2Fecho`);
    failure = undefined;
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/13812345678|surprise/);
  });

  test("when the database is full the answer is: come back in three seconds", async () => {
    failure = "busy";
    const answer = await fetch(`${server.base}/a?_data=routes%2Fecho`);
    failure = undefined;
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "3"]);
  });

  test("when too many wait for the database, more are turned away at once, health is still answered", async () => {
    waiting = 20;
    const [page, health, ready] = await Promise.all([
      fetch(`${server.base}/a`),
      fetch(`${server.base}/healthz`),
      fetch(`${server.base}/readyz`),
    ]);
    waiting = 0;
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "3"]);
    expect(await page.text()).toMatch(/不会扣款[^]*charges nothing/);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(ready.status).toBe(503);
  });
});

describe("pages that are shared", () => {
  const page = async (path: string, letter?: string) => {
    const headers: Record<string, string> = letter ? { Cookie: `huhui=${letter.repeat(43)}` } : {};
    return (await fetch(server.base + path, { headers })).text();
  };

  test("are sent whole, and a HEAD is answered without them", async () => {
    const answer = await fetch(`${server.base}/the-same?whole`, { headers: { "Accept-Encoding": "identity" } });
    expect(await answer.json()).toMatchObject({ "routes/the-same": "for all" });
    const head = await fetch(`${server.base}/the-same?whole`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  test("go as a copy to everybody, those who are signed in too", async () => {
    expect(await page("/the-same")).toBe(await page("/the-same"));
    expect(await page("/the-same", "a")).toBe(await page("/the-same", "b"));
  });

  test("are nobody else's where who asks was read, though the page says that it is shared", async () => {
    const [mine, other, mineAgain] = [await page("/own", "a"), await page("/own", "b"), await page("/own", "a")];
    expect(mine).toContain("a".repeat(43));
    expect(other).toContain("b".repeat(43));
    expect(mineAgain).not.toBe(mine);
    expect(await page("/own")).toContain("undefined");
    expect(await page("/own")).toBe(await page("/own"));
  });
});

describe("what is written into the log", () => {
  test.each([
    ["/orders/HH202611230001", "/orders/HH202611230001"],
    ["/o/aVeryLongSecretTokenThatOpensAnOrder", "/o/:secret"],
    [
      "/official/households/0198c0de-7a11-7c3e-9e1a-1234567890ab",
      "/official/households/0198c0de-7a11-7c3e-9e1a-1234567890ab",
    ],
  ])("%s as %s", (path, logged) => {
    expect(loggedPath(path)).toBe(logged);
  });
});
