import { describe, expect, test } from "vitest";
import { maskText, redact } from "./redact";

describe("what a log may hold", () => {
  test.each([
    ["a mobile number", "called 13812345678 today", "called [private] today"],
    ["an identity number", "id 34102119650101123X.", "id [private]."],
    ["a bank card", "card 6222021234567890123", "card [private]"],
    ["an e-mail address", "wrote to zhang.san@example.com", "wrote to [private]"],
  ])("%s in a text is masked", (_what, text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  test.each([
    ["an order number", "order HH202611230001 paid"],
    ["an id of ours", "0198c0de-7a11-7c3e-9e1a-1234567890ab"],
    ["an area code", "area 341021203201"],
    ["an amount", "posted 1234567890 fen"],
  ])("%s stays readable", (_what, text) => {
    expect(maskText(text)).toBe(text);
  });

  test("values under private keys are masked at any depth, whatever they are", () => {
    const entry = {
      orderId: "o1",
      recipient: "张三",
      to: { phone: 138, deliveryAddress: { street: "x" }, list: [{ accessToken: "t", city: "黄山" }] },
    };
    expect(redact(entry)).toEqual({
      orderId: "o1",
      recipient: "[private]",
      to: { phone: "[private]", deliveryAddress: "[private]", list: [{ accessToken: "[private]", city: "黄山" }] },
    });
  });

  test("an error keeps its name, message, stack and cause, without numbers of people in them", () => {
    const error = new Error("Key (phone)=(13812345678) already exists", { cause: new Error("from 13812345678") });
    const written = redact({ err: error }) as { err: { type: string; message: string; stack: string; cause: object } };
    expect(written.err.type).toBe("Error");
    expect(written.err.message).toBe("Key (phone)=([private]) already exists");
    expect(JSON.stringify(written)).not.toContain("13812345678");
    expect(written.err.cause).toMatchObject({ message: "from [private]" });
  });

  test("money in fen is written as text, a circle does not hang the log", () => {
    const circle: Record<string, unknown> = { fen: 12n };
    circle["self"] = circle;
    expect(JSON.stringify(redact(circle))).toContain('"fen":"12"');
  });
});
