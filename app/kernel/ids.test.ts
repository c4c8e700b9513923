import { expect, test } from "vitest";
import { isId, newId } from "./ids";

test("ids sort by the time they were made for", () => {
  const earlier = newId(new Date("2026-01-01T00:00:00Z"));
  const later = newId(new Date("2026-01-01T00:00:00.001Z"));
  expect(earlier < later).toBe(true);
});

test("only UUIDs are ids", () => {
  expect(isId(newId())).toBe(true);
  expect(["", "1", "../etc", "0191b1c2-xxxx-7000-8000-000000000000", undefined].some(isId)).toBe(false);
});
