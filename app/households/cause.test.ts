import { expect, test } from "vitest";
import { readCauses } from "./cause";

test("one main cause and two others at most, of the register's list, each once", () => {
  expect(readCauses(["因病", "缺劳力", "因学"])).toEqual({ ok: true, causes: ["因病", "缺劳力", "因学"] });
  expect(readCauses([" 因残 ", "", "因学"])).toEqual({ ok: true, causes: ["因残", "因学"] });
  expect(readCauses(["", "", ""])).toEqual({ ok: true, causes: [] });
  expect(readCauses([])).toEqual({ ok: true, causes: [] });
  expect(readCauses(["", "因学", ""])).toEqual({ ok: false, problem: "main-missing" });
  expect(readCauses(["因学", "因学"])).toEqual({ ok: false, problem: "twice" });
  expect(readCauses(["因懒"])).toEqual({ ok: false, problem: "unknown" });
  expect(readCauses(["toString"])).toEqual({ ok: false, problem: "unknown" });
  expect(readCauses(["因病", "因残", "因学", "因灾"])).toEqual({ ok: false, problem: "too-many" });
});
