import { expect, test } from "vitest";
import { keptBytes } from "./kept-bytes";

test("what was kept longest goes when there is no room, and room is counted anew when a value is replaced", () => {
  const memory = keptBytes<string>(10, (value) => value.length);
  memory.keep("a", "aaaa");
  memory.keep("b", "bbbb");
  memory.keep("a", "aa");
  memory.keep("c", "cccc");
  expect(["a", "b", "c"].map(memory.get)).toEqual(["aa", "bbbb", "cccc"]);

  memory.keep("d", "d");
  expect(["a", "b", "c", "d"].map(memory.get)).toEqual(["aa", undefined, "cccc", "d"]);
});

test("a value larger than all the room is not kept, and what is forgotten makes room", () => {
  const memory = keptBytes<string>(4, (value) => value.length);
  memory.keep("a", "aaaaa");
  expect(memory.get("a")).toBeUndefined();

  memory.keep("b", "bbb");
  memory.forget("b");
  memory.forget("never kept");
  memory.keep("c", "cccc");
  expect(memory.get("c")).toBe("cccc");
});
