import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { forgetEverything } from "~/platform/per-process.server";
import { searchEngine } from "~/platform/search-engine.server";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** why: the world. Something that listens where the search engine should. */
async function engineAgainst(answer: Parameters<typeof createServer>[1]) {
  server = createServer(answer as never);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  forgetEverything();
  process.env["MEILI_URL"] = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const engine = searchEngine();
  if (!engine) throw new Error("not configured");
  return engine;
}

test("a search engine that hangs is given up within a second", async () => {
  const engine = await engineAgainst((() => {}) as never);
  const began = performance.now();
  await expect(engine.index("listing").search("梅")).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(1000);
});

test("its refusals arrive with their code, its answers as they are", async () => {
  const engine = await engineAgainst(((
    request: { url: string },
    response: { writeHead: (n: number) => void; end: (s: string) => void },
  ) => {
    if (request.url.includes("listing")) {
      response.writeHead(400);
      response.end(JSON.stringify({ message: "no", code: "invalid_search_filter", type: "invalid_request", link: "" }));
    } else {
      response.writeHead(200);
      response.end(JSON.stringify({ status: "available" }));
    }
  }) as never);
  const refusal = await engine
    .index("listing")
    .search("梅")
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ cause: { cause: { code: "invalid_search_filter" } } });
  expect(await engine.isHealthy()).toBe(true);
});

test("a search engine that is not there says so at once", async () => {
  forgetEverything();
  process.env["MEILI_URL"] = "http://127.0.0.1:1";
  expect(await searchEngine()?.isHealthy()).toBe(false);
});
