import type { Request, RequestHandler, Response } from "express";
import { keptBytes } from "~/platform/kept-bytes";
import { oneReading } from "~/platform/one-reading";
import { IN_LITTLE_SPACE, packed } from "~/platform/packed.server";
import { SHARED_PAGE } from "~/platform/request-context.server";
import { shownOfCookie } from "./shown-of-cookie";
import { encodingFor } from "./encoding";
import { beforeHead } from "./headers";

/** Figures on shared pages that are not goods, prices or stock (totals of the ledger) may be this old. */
const LIFE_MS = 30_000;
const MOST_BYTES = 32 * 1024 * 1024;
/** An address longer than this is somebody's own question: it would only push out what many ask for. */
const LONGEST_ADDRESS = 160;
/** So many addresses are known whose answers are their asker's own. */
const MOST_OWN = 10_000;
/** What is packed once and sent many times may take its time. */
const KEPT_QUALITY = 6;
const HEADERS = ["Content-Type", "Content-Security-Policy", "Link", "X-Robots-Tag", "X-Remix-Response"] as const;

type Kept = {
  readonly stamp: string;
  readonly at: number;
  readonly html: Buffer<ArrayBuffer>;
  readonly headers: ReadonlyMap<string, string>;
  gzip?: Buffer<ArrayBuffer>;
  brotli?: Buffer<ArrayBuffer>;
};

/**
 * Answers visitors from a copy of the page while nothing that it shows of goods, prices and stock has
 * changed. The stamp is read from the database for every request (requests that wait together share one reading, begun
 * after they came), before a page is drawn: a copy is never older than the last committed change. Only pages whose
 * route says `shared` (or data whose loader does), that answered 200 and set no cookie, are kept; they carry no script, so there is no nonce to repeat.
 */
export function sharedPages({
  readStamp,
  mayBeShared,
}: {
  readStamp: () => Promise<string>;
  /** for what can never be shared nobody asks for a stamp */
  mayBeShared: (response: Response) => boolean;
}): RequestHandler {
  const kept = keptBytes<Kept>(MOST_BYTES, ({ html }) => html.length);
  // Theirs is not drawn to be kept another time, plain and with others waiting for it.
  const own = keptBytes<true>(MOST_OWN, () => 1);
  const drawing = new Map<string, Promise<Kept | undefined>>();
  const stampNow = oneReading(readStamp);

  return async (request, response, next) => {
    const asked = mayBeShared(response) ? keyOf(request) : undefined;
    const key = asked !== undefined && own.get(asked) ? undefined : asked;
    // The database being away is told by the page itself.
    const stamp = key === undefined ? undefined : await stampNow().catch(() => undefined);
    if (key === undefined || stamp === undefined) return next();

    const found = kept.get(key) ?? (await drawing.get(`${stamp} ${key}`));
    if (found && found.stamp === stamp && Date.now() - found.at < LIFE_MS) return send(request, response, found);
    kept.forget(key);

    const drawn = capture(response, stamp, () => own.keep(key, true)).then((page) => {
      drawing.delete(`${stamp} ${key}`);
      if (page) kept.keep(key, page);
      return page;
    });
    drawing.set(`${stamp} ${key}`, drawn);
    response.locals["isKept"] = true;
    next();
  };
}

/** What is asked for, and what it shows of the cookies; undefined when the answer may be one visitor's own. */
function keyOf(request: Request): string | undefined {
  if (request.method !== "GET" || request.originalUrl.length > LONGEST_ADDRESS) return undefined;
  if (request.get("Authorization")) return undefined;
  const cookies = (request.get("Cookie") ?? "").split(";").flatMap((pair) => pair.trim() || []);
  const shown = cookies.map(shownOfCookie);
  return shown.includes(undefined) ? undefined : `${shown.join(";")} ${request.originalUrl}`;
}

/** Lets the page be drawn and answers what was sent, if it may be kept; says `isOwn` of a page that nobody else may get. */
function capture(response: Response, stamp: string, isOwn: () => void): Promise<Kept | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let headers: Map<string, string> | undefined;
    const write = response.write.bind(response);
    const end = response.end.bind(response);
    beforeHead(response, () => {
      const isPage = response.statusCode === 200 && !response.hasHeader("Set-Cookie");
      const shared = isPage && response.hasHeader(SHARED_PAGE);
      if (isPage && !shared) isOwn();
      response.removeHeader(SHARED_PAGE);
      if (!shared) return resolve(undefined);
      headers = new Map(
        HEADERS.flatMap((name) => (response.hasHeader(name) ? [[name, String(response.getHeader(name))]] : [])),
      );
    });
    const note = (chunk: unknown) => {
      if (typeof chunk === "string" || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
    };
    response.write = ((chunk: unknown, ...rest: never[]) => {
      note(chunk);
      return write(chunk as string, ...rest);
    }) as typeof response.write;
    response.end = ((chunk: unknown, ...rest: never[]) => {
      note(chunk);
      const ended = end(chunk as string, ...rest);
      resolve(headers && { stamp, at: Date.now(), html: Buffer.concat(chunks), headers });
      return ended;
    }) as typeof response.end;
    response.once("close", () => resolve(undefined));
  });
}

function send(request: Request, response: Response, page: Kept): void {
  for (const [name, value] of page.headers) response.setHeader(name, value);
  response.vary("Accept-Encoding");
  const encoding = encodingFor(request, IN_LITTLE_SPACE);
  let body = page.html;
  if (encoding === "br") body = page.brotli ??= packed(page.html, "br", KEPT_QUALITY);
  else if (encoding === "gzip") body = page.gzip ??= packed(page.html, "gzip", KEPT_QUALITY);
  if (encoding) response.setHeader("Content-Encoding", encoding);
  response.setHeader("Content-Length", body.length);
  response.statusCode = 200;
  response.end(body);
}
