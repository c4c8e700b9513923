import { describe, expect, test } from "vitest";
import { explainLineFault, MOST_LINES, planTracking, readTrackingLines, type TrackingLine } from "./tracking-lines";

const NUMBER = "261128-7K3M9Q2X";

describe("a pasted list of tracking numbers", () => {
  test.each([
    ["tabs", `${NUMBER}\t顺丰\tSF 1234 5678 9012`],
    ["commas", `${NUMBER},顺丰速运,SF123456789012`],
    ["Chinese commas", `${NUMBER}，顺丰，SF123456789012`],
    ["spaces", `${NUMBER.toLowerCase()}  顺丰   SF1234 56789012`],
    ["full-width signs", `${NUMBER}\tＳＦ\tＳＦ１２３４５６７８９０１２`],
  ])("is read with %s", (_, text) => {
    expect(readTrackingLines(text)).toEqual([
      { row: 1, orderNumber: NUMBER, carrier: "SF", trackingNumber: "SF123456789012" },
    ]);
  });

  test.each([
    ["one word", "not-three"],
    [`${NUMBER} 顺丰`, "not-three"],
    ["12345 顺丰 SF123456789012", "order-number"],
    [`${NUMBER} 飞鸽 SF123456789012`, "carrier"],
    [`${NUMBER} 顺丰 12`, "tracking-number"],
    ["🍑 🍑 🍑", "order-number"],
  ])("%s says what is wrong with it", (text, kind) => {
    const [line] = readTrackingLines(text);
    if (!line || !("fault" in line)) throw new Error("it was read");
    expect(line.fault.kind).toBe(kind);
    expect(explainLineFault(line.fault)).toMatch(/。$/);
  });

  test("passes over empty lines and headings, and keeps the line's number", () => {
    const lines = readTrackingLines(`订单号\t快递公司\t快递单号\r\n\r\n${NUMBER}\t其他\tYS000001\n`);
    expect(lines).toEqual([{ row: 3, orderNumber: NUMBER, carrier: "OTHER", trackingNumber: "YS000001" }]);
  });

  test("stops reading one line after the most", () => {
    expect(readTrackingLines("x\n".repeat(5_000))).toHaveLength(MOST_LINES + 1);
  });
});

describe("what becomes of the lines", () => {
  const line = (orderNumber: string, trackingNumber: string, row = 1): TrackingLine => ({
    row,
    orderNumber,
    carrier: "OTHER",
    trackingNumber,
  });
  const waiting = (orderNumber: string, trackingNumbers: string[] = []) => ({
    shipmentId: `shipment of ${orderNumber}`,
    orderNumber,
    canShip: true,
    stateWord: "待发货",
    trackingNumbers,
  });
  const gone = (orderNumber: string, trackingNumbers: string[]) => ({
    ...waiting(orderNumber, trackingNumbers),
    canShip: false,
    stateWord: "已发货",
  });
  const plan = (
    lines: TrackingLine[],
    known = [waiting("A"), waiting("B"), gone("C", ["YS000003"])],
    other = new Map(),
  ) => planTracking(lines, known, other).map((one) => one.plan);

  test("waiting orders are shipped, and the list pasted again does nothing", () => {
    expect(plan([line("A", "YS000001"), line("C", "YS000003")])).toEqual(["ship", "done"]);
  });

  test.each([
    ["another seller's order", [line("Z", "YS000001")]],
    ["an order that is gone", [line("C", "YS000009")]],
  ])("%s is refused", (_, lines) => {
    expect(plan(lines)).toEqual(["refused"]);
  });

  test("a second line of one order is refused, not shipped twice", () => {
    expect(plan([line("A", "YS000001"), line("A", "YS000002")])).toEqual(["ship", "refused"]);
  });

  test("an order with two shipments of one seller is left to a person", () => {
    expect(plan([line("A", "YS000001")], [waiting("A"), { ...waiting("A"), shipmentId: "another" }])).toEqual([
      "refused",
    ]);
  });

  test("the same number for two orders is named on both, and so is one that another order has", () => {
    const both = planTracking(
      [line("A", "YS000001"), line("B", "YS000001")],
      [waiting("A"), waiting("B")],
      new Map([["YS000001", ["Q"]]]),
    );
    expect(both).toMatchObject([{ sharedWith: ["B", "Q"] }, { sharedWith: ["A", "Q"] }]);
  });
});
