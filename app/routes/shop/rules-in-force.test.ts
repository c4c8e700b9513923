import { expect, test } from "vitest";
import { inForceSince, rulesInForce } from "./rules-in-force";

const now = new Date("2026-11-29T02:00:00Z");
const rule = (code: string, version: number, from: string, approved: string | null = from) => ({
  code,
  version,
  validFrom: new Date(from),
  approvedAt: approved === null ? null : new Date(approved),
});

test("of each rule the newest version that was approved and has begun", () => {
  const versions = [
    rule("direct", 1, "2026-01-01"),
    rule("standard", 4, "2026-11-01", null),
    rule("standard", 3, "2026-12-01", "2026-11-20"),
    rule("standard", 2, "2026-07-01"),
    rule("standard", 1, "2026-01-01"),
  ];
  expect(rulesInForce(versions, now).map(({ code, version }) => [code, version])).toEqual([
    ["direct", 1],
    ["standard", 2],
  ]);
});

test("a version approved after its own day is in force since its approval", () => {
  const since = (from: string, approved: string) =>
    inForceSince(rule("standard", 1, from, approved))
      .toISOString()
      .slice(0, 10);
  expect(since("2026-07-01", "2026-06-20")).toBe("2026-07-01");
  expect(since("2026-07-01", "2026-07-05")).toBe("2026-07-05");
});
