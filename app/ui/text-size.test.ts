import { expect, test } from "vitest";
import { textSizeOf } from "./text-size";

test.each([
  [null, "normal"],
  ["", "normal"],
  ["text-size=large", "large"],
  ["huhui=abc; text-size=large; cart=x", "large"],
  ["text-size=normal", "normal"],
  ["other-text-size=large", "normal"],
  ["text-size=larger", "normal"],
])("the cookie header %j asks for %s letters", (header, size) => {
  expect(textSizeOf(header)).toBe(size);
});
