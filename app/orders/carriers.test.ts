import { describe, expect, test } from "vitest";
import { carrierName, CARRIERS, findCarrier, trackingNumberOf } from "./carriers";

describe("carriers", () => {
  test.each([
    ["顺丰", "SF"],
    ["sf", "SF"],
    ["顺丰 速运", "SF"],
    ["中国邮政", "YZ"],
    ["ｅｍｓ", "EMS"],
    ["J&T", "JT"],
    ["其他", "OTHER"],
  ])("%s is known as %s", (written, code) => {
    expect(findCarrier(written)?.code).toBe(code);
  });

  test("a name nobody carries under is not guessed", () => {
    expect(findCarrier("飞鸽传书")).toBeUndefined();
    expect(findCarrier(" ")).toBeUndefined();
  });

  test.each([
    ["SF", "sf 1234 5678 9012", "SF123456789012"],
    ["YTO", "YT-1234567890123", "YT1234567890123"],
    ["JT", "ＪＴ1234567890123", "JT1234567890123"],
    ["OTHER", "ys 0000 12", "YS000012"],
  ])("%s takes %s as %s", (code, written, stored) => {
    expect(trackingNumberOf(code, written)).toBe(stored);
  });

  test.each([
    ["SF", "SF123"],
    ["ZTO", "YT1234567890123"],
    ["YD", "12345"],
    ["JT", "1234567890123"],
    ["OTHER", "12345"],
    ["OTHER", "顺丰123456"],
    ["OTHER", "1".repeat(31)],
    ["SF", ""],
  ])("%s does not take %s", (code, written) => {
    expect(trackingNumberOf(code, written)).toBeUndefined();
  });

  test("every way to write a carrier means one carrier", () => {
    const words = CARRIERS.flatMap((one) => [one.code, one.name, ...one.aliases].map((word) => word.toUpperCase()));
    const own = CARRIERS.flatMap((one) => [...new Set([one.code, one.name, ...one.aliases])]);
    expect(new Set(words).size).toBe(own.length);
  });

  test("a carrier outside the list keeps the name of the freight template", () => {
    expect(carrierName("OTHER", "新安乡递")).toBe("新安乡递");
    expect(carrierName("SF", "新安乡递", "en")).toBe("SF Express");
  });
});
