// Makes the first operator of a new installation: nobody can grant a role before there is one.
//   npm run create-admin -- --login li.operator --name 李运营
// The password is asked for, or read from ADMIN_PASSWORD. Run again for another operator; an account that exists stays as it is.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { createUser, explainCreateUserFailure } from "~/access/create-user.server";
import { explainGrantRoleFailure, grantRole } from "~/access/grant-role.server";
import { systemActor } from "~/access/actor";
import { disconnect } from "~/platform/db.server";

const USAGE = "npm run create-admin -- --login <登录名> --name <姓名>";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { login: { type: "string" }, name: { type: "string" } } });
  if (!values.login || !values.name) throw new Problem(USAGE);
  const password = process.env["ADMIN_PASSWORD"] ?? (await askPassword());
  const now = new Date();

  const created = await createUser({
    actor: systemActor,
    loginName: values.login,
    displayName: values.name,
    password,
    now,
  });
  if (!created.ok) throw new Problem(explainCreateUserFailure(created.failure));
  const { userId } = created.value;
  const granted = await grantRole({ actor: systemActor, userId, role: "OPERATOR", scopeId: "", now });
  if (!granted.ok) throw new Problem(explainGrantRoleFailure(granted.failure));
  console.log(`${values.login} 是平台运营了。登录后先设置两步验证，再在“账号与授权”里为他人授权。`);
}

/** What is wrong with the call, in one sentence instead of a stack. */
class Problem extends Error {}

async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) throw new Problem("没有终端可以输入密码：请设置 ADMIN_PASSWORD。");
  process.stdout.write("密码（不显示）：");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    process.stdout.write("\n");
  }
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Problem ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => disconnect());
