import http from "node:http";

const agent = new http.Agent({ keepAlive: true, noDelay: true });

/**
 * One request over a kept connection, head and body in one write. With `fetch` they are two, and an engine that answers in a
 * millisecond is measured at the forty that its system waits before it says that the first has arrived.
 * The body is what was sent, packed if it was: unpacking is the browser's work.
 */
export function ask(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string },
): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const request = http.request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
      answer.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
