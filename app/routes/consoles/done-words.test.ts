import { expect, test } from "vitest";
import { doneWords } from "./done-words";

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
