import { expect, test } from "vitest";
import { passwordProblem } from "./password-rule";

test.each([
  ["short", "too-short"],
  ["123456789", "too-short"],
  ["1234567890", "common"],
  ["aaaaaaaaaaaa", "common"],
  ["１２３４５６７８９０", "common"],
  ["PASSWORD1234", "common"],
  ["changxi.zhang1", "is-login-name"],
  ["x".repeat(10) + "y".repeat(200), "too-long"],
] as const)("%s is refused: %s", (password, problem) => {
  expect(passwordProblem(password, "changxi.zhang")).toBe(problem);
});

test.each(["four plain words here", "山路弯弯到我家门口种茶", "changxi.zhang-and-more"])(
  "%s is accepted",
  (password) => {
    expect(passwordProblem(password, "changxi.zhang")).toBeUndefined();
  },
);
