import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { NOTHING_ALLOWED } from "~/platform/content-security-policy";
import { alwaysSent } from "./headers";

/**
 * Address and headers of a request, in bytes. Node allows 16 kB, which is a search of 1,800 Chinese characters: each takes nine
 * bytes of an address. Ten thousand take 90 kB, and are answered like any other words.
 */
export const MOST_HEADER_BYTES = 128 * 1024;

/** How long what still comes of a refused request is thrown away: closed at once, a browser shows a broken connection instead of the page. */
const LINGER_MS = 1_000;

/** Node's server, which answers what it cannot read in words: nothing of such a request reaches the app. */
export function createWebServer({ https }: { https: boolean }): Server {
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuse(error, socket, https));
  return server;
}

function refuse(error: NodeJS.ErrnoException, socket: Duplex, https: boolean): void {
  // Gone already, or answered: what is read after that is thrown away.
  if (error.code === "ECONNRESET" || !socket.writable) return;
  // An answer to an earlier request on this connection is being written: a second one would land within it.
  if ((socket as Duplex & { _httpMessage?: unknown })._httpMessage) return void socket.destroy();
  const { status, phrase, zh, en } = SENTENCES[error.code ?? ""] ?? UNREADABLE;
  const page = pageOf(zh, en);
  const headers = {
    ...alwaysSent({ https }),
    "Content-Security-Policy": NOTHING_ALLOWED,
    "Cache-Control": "private, no-store",
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(page)),
    Connection: "close",
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${head.join("")}\r\n${page}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

type Sentence = { readonly status: number; readonly phrase: string; readonly zh: string; readonly en: string };

const UNREADABLE: Sentence = {
  status: 400,
  phrase: "Bad Request",
  zh: "这个请求读不懂，请返回上一页再试一次。没有提交任何内容，没有扣款。",
  en: "We could not read this request. Please go back and try again. Nothing was submitted and nothing was paid.",
};

/** By the names that Node gives to what it could not read. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    phrase: "Request Header Fields Too Large",
    zh: "网址或搜索的文字太长，请缩短后再试。没有提交任何内容，没有扣款。",
    en: "The address, or what was searched for, is too long. Please shorten it and try again. Nothing was submitted and nothing was paid.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    phrase: "Request Timeout",
    zh: "请求没有在规定时间内传完，请再试一次。没有提交任何内容，没有扣款。",
    en: "The request took too long to arrive. Please try again. Nothing was submitted and nothing was paid.",
  },
};

function pageOf(zh: string, en: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>户惠 Huhui</title>
<p>${zh} <a href="/">回到首页</a></p>
<p lang="en">${en} <a href="/en">To the shop</a></p>
</html>
`;
}
