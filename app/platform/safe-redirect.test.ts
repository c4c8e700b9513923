import { describe, expect, test } from "vitest";
import { safeRedirect } from "./safe-redirect.server";

const FALLBACK = "/fallback";

/** Ways to make a browser leave for evil.example, or to smuggle a header or a script. */
const ATTACKS = [
  "https://evil.example",
  "HTTPS://EVIL.EXAMPLE/",
  "http:evil.example",
  "http:/evil.example",
  "//evil.example",
  "///evil.example",
  "////evil.example/%2e%2e",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r/evil.example",
  "\t//evil.example",
  " //evil.example",
  " https://evil.example",
  "/ /evil.example",
  "/\u0000/evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/%2e%2e//evil.example",
  "/a/..//evil.example",
  "/./\\evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "blob:https://evil.example/x",
  "ftp://evil.example",
  "evil.example",
  "evil.example/path",
  "@evil.example",
  "user@evil.example",
  "?to=//evil.example",
  "#//evil.example",
  "",
  ".",
  "../up",
  "/ok\r\nSet-Cookie: a=b",
  "/ok\u2028x",
  "http://[::1",
  "/\u001f//evil.example",
];

describe("where a visitor may be sent after a form", () => {
  test("the list of attacks is long enough to be worth something", () => {
    expect(new Set(ATTACKS).size).toBeGreaterThanOrEqual(40);
  });

  test.each(ATTACKS)("%j leads to the fallback", (payload) => {
    expect(safeRedirect(payload, FALLBACK)).toBe(FALLBACK);
  });

  test.each([
    ["/", "/"],
    ["/cart", "/cart"],
    ["/en/products/1?x=1&y=%2F#split", "/en/products/1?x=1&y=%2F#split"],
    ["/search?q=绿梅", "/search?q=%E7%BB%BF%E6%A2%85"],
    ["/a/../b", "/b"],
    ["/to?next=https://evil.example", "/to?next=https://evil.example"],
  ])("%s is a page of ours: %s", (path, kept) => {
    expect(safeRedirect(path, FALLBACK)).toBe(kept);
  });

  test.each([null, undefined, new File(["x"], "x")])("a value that is no text leads to the fallback", (value) => {
    expect(safeRedirect(value, FALLBACK)).toBe(FALLBACK);
  });
});
