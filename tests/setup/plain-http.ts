import http from "node:http";
import type { IncomingHttpHeaders } from "node:http";

export type PlainAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type PlainQuestion = {
  readonly method?: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

const agent = new http.Agent({ keepAlive: true });

/**
 * One request, its whole answer, unpacked and not followed further; packing thousands of answers is work that tells nothing.
 * For walks over everything: `fetch` takes three times the processor time. An answer that takes a minute is a failure.
 */
export function plainHttp(url: URL, { method = "GET", headers, body = "" }: PlainQuestion): Promise<PlainAnswer> {
  const length = Buffer.byteLength(body);
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      {
        agent,
        method,
        headers: {
          ...headers,
          "Accept-Encoding": "identity",
          ...(method === "POST" ? { "Content-Length": length } : {}),
        },
        timeout: 60_000,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      },
    );
    request.once("timeout", () => request.destroy(new Error(`no answer from ${url.href}`)));
    request.once("error", reject);
    request.end(method === "POST" ? body : undefined);
  });
}
