import http from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseEnv } from "~/platform/env.server";
import { onLoopback, type Loopback } from "#tests/setup/loopback";
import { createApp, type AppBuild } from "../../../scripts/server/app";
import { loggedPath } from "../../../scripts/server/request-log";

// What stands in front of Remix. The app behind it is a stand-in with two routes, so that only the front is tested here.

let server: Loopback;
let waiting = 0;
let failure: "busy" | "broken" | undefined;
let received = "";

beforeAll(async () => {
  const environment = parseEnv({ ...process.env, NODE_ENV: "production", APP_URL: "https://shop.example" });
  const app = createApp({ env: environment, build: async () => standIn() });
  server = await onLoopback(app);
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
  return {
    entry: {
      module: {
        default: () => new Response("page"),
        handleError: () => {},
        server: {
          inRequest: (_request: unknown, work: () => unknown) => work(),
          poolState: () => ({ size: 2, open: 2, idle: 0, waiting }),
          readiness: async () => ({ ready: waiting === 0, checks: {} }),
        },
      },
    },
    routes: { root: { id: "root", path: "", module: { default: () => null } }, [route.id]: route },
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
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(ready.status).toBe(503);
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
