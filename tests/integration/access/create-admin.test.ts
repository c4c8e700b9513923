import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { db } from "~/platform/db.server";

/** Each test starts the program two or three times, which a busy machine takes ten seconds for. */
const PROGRAMS_START = 120_000;

function createAdmin(args: readonly string[], password?: string) {
  const { ADMIN_PASSWORD: _, ...inherited } = process.env;
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/create-admin.ts", ...args], {
    env: { ...inherited, ...(password === undefined ? {} : { ADMIN_PASSWORD: password }) },
    encoding: "utf8",
    timeout: 60_000,
  });
}

test(
  "the first operator of an installation is made at the command line, once",
  { timeout: PROGRAMS_START },
  async () => {
    const args = ["--login", "Li.Operator", "--name", "李运营"];
    expect(createAdmin(args, "a long enough password")).toMatchObject({ status: 0, stderr: "" });
    const grants = await db().roleGrant.findMany({
      where: { user: { loginName: "li.operator" } },
      select: { role: true },
    });
    expect(grants).toEqual([{ role: "OPERATOR" }]);

    const again = createAdmin(args, "a long enough password");
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("已经有人使用");
    expect(await db().user.count()).toBe(1);
  },
);

test("a weak password, or none, makes nobody", { timeout: PROGRAMS_START }, async () => {
  const before = await db().user.count();
  const args = ["--login", "wang.operator", "--name", "王运营"];
  expect(createAdmin(args, "short").stderr).toContain("密码至少 10 个字符");
  expect(createAdmin(args).stderr).toContain("ADMIN_PASSWORD");
  expect(createAdmin([]).stderr).toContain("npm run create-admin");
  expect(await db().user.count()).toBe(before);
});
