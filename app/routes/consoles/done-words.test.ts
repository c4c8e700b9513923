import { expect, test } from "vitest";
import { doneCount, doneWords } from "./done-words";

test.each([
  ["written", "已写下。"],
  ["nothing", null],
  ["", null],
  [null, null],
  ["__proto__", null],
  ["constructor", null],
])("what stands for ?done=%s", (done, said) => {
  expect(doneWords({ written: "已写下。" }, done)).toBe(said);
});

test.each([
  ["0", 0],
  ["12", 12],
  ["", null],
  [null, null],
  ["-1", null],
  ["1.5", null],
  ["1e3", null],
  ["9999999", null],
  ["请拨打 400", null],
])("how many stand for ?done=%s", (done, count) => {
  expect(doneCount(done)).toBe(count);
});
