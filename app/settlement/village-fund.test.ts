import { describe, expect, test } from "vitest";
import { explainPurposeProblem, purposeProblems } from "./village-fund";

describe("what a village's money was used for", () => {
  test.each(["修整村小学门前 120 米水渠", "晒场换两盏路灯，2026-10-12 村民大会通过", "给残疾人之家买 4 张桌子"])(
    "may be published: %s",
    (purpose) => {
      expect(purposeProblems(purpose)).toEqual([]);
    },
  );

  test.each([
    ["修渠", "length"],
    ["修".repeat(61), "length"],
    ["repair of the ditch", "not-chinese"],
    ["修水渠\n补路灯", "invisible"],
    ["修水渠\u202e灯路补", "invisible"],
    ["修水渠，联系 139 0000 1234", "private"],
    ["付 341021196501011234 工钱", "private"],
    ["付给户名 6222-0212-3456-7890-123", "private"],
    ["修水渠，加微信 shuiqu", "private"],
  ])("is not taken: %s", (purpose, kind) => {
    const problems = purposeProblems(purpose);
    expect(problems.map((problem) => problem.kind)).toContain(kind);
    for (const problem of problems) expect(explainPurposeProblem(problem)).toMatch(/请/);
  });
});
