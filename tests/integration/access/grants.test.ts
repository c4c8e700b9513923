import pg from "pg";
import { expect, test } from "vitest";
import { createUser } from "~/access/create-user.server";
import { grantRole } from "~/access/grant-role.server";
import { revokeRole } from "~/access/revoke-role.server";
import { setUserDisabled } from "~/access/set-user-disabled.server";
import { logAccess, searchAccessLog } from "~/access/access-log-store.server";
import { systemActor } from "~/access/actor";
import { db } from "~/platform/db.server";
import { aPerson, anOfficial, anOperator } from "#tests/builders/access";

const NOW = new Date("2026-11-23T08:00:00Z");
const LATER = new Date("2026-11-24T08:00:00Z");
const PAGE = { number: 1, size: 50 };

test("a login name is given once, in whatever spelling", async () => {
  const person = { actor: systemActor, displayName: "张三", password: "a long enough password", now: NOW };
  expect((await createUser({ ...person, loginName: "Zhang.San" })).ok).toBe(true);
  expect(await createUser({ ...person, loginName: "ｚhang.san " })).toEqual({
    ok: false,
    failure: { kind: "login-name-taken", loginName: "zhang.san" },
  });
  expect(await db().user.count({ where: { loginName: "zhang.san" } })).toBe(1);
});

test("only an operator grants, never to themselves, and only a scope that fits the role", async () => {
  const operator = await anOperator({ now: NOW });
  const official = await anOfficial("341021203", { now: NOW });
  const person = await aPerson({ now: NOW });
  const village = { userId: person.userId, role: "VILLAGE_OFFICIAL", scopeId: "341021203201", now: NOW } as const;

  expect(await grantRole({ ...village, actor: official.actor })).toMatchObject({ failure: { kind: "not-allowed" } });
  expect(await grantRole({ ...village, actor: operator.actor, userId: operator.userId })).toMatchObject({
    failure: { kind: "own-account" },
  });
  expect(await grantRole({ ...village, actor: operator.actor, scopeId: "34102" })).toMatchObject({
    failure: { kind: "bad-scope" },
  });
  expect(await db().roleGrant.count({ where: { userId: person.userId } })).toBe(0);

  expect((await grantRole({ ...village, actor: operator.actor })).ok).toBe(true);
  expect(await grantRole({ ...village, actor: operator.actor })).toMatchObject({
    failure: { kind: "already-granted" },
  });
});

test("two operators granting the same at once grant it once", async () => {
  const operators = await Promise.all([anOperator({ now: NOW }), anOperator({ now: NOW })]);
  const person = await aPerson({ now: NOW });
  const grant = { userId: person.userId, role: "TOWNSHIP_OFFICIAL", scopeId: "341021203", now: NOW } as const;
  const results = await Promise.all(operators.map(({ actor }) => grantRole({ ...grant, actor })));
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(await db().roleGrant.count({ where: { userId: person.userId } })).toBe(1);
});

test("a grant that is taken back stays on record and in the log", async () => {
  const operator = await anOperator({ now: NOW });
  const person = await aPerson({ now: NOW });
  const granted = await grantRole({
    actor: operator.actor,
    userId: person.userId,
    role: "FINANCE",
    scopeId: "",
    now: NOW,
  });
  const grantId = granted.ok ? granted.value.grantId : "";
  expect((await revokeRole({ actor: operator.actor, grantId, now: LATER })).ok).toBe(true);
  expect(await revokeRole({ actor: operator.actor, grantId, now: LATER })).toMatchObject({
    failure: { kind: "no-such-grant" },
  });
  expect(await db().roleGrant.count({ where: { id: grantId, revokedAt: LATER } })).toBe(1);
  const log = await searchAccessLog(db(), { subjectKind: "user", subjectId: person.userId }, PAGE);
  expect(log.rows.map((row) => [row.action, row.reason]).at(0)).toEqual(["grant:take", "平台财务"]);
  expect(log.rows.map((row) => [row.action, row.reason])).toContainEqual(["grant:give", "平台财务"]);
});

test("nobody locks themselves out", async () => {
  const operator = await anOperator({ now: NOW });
  const disable = { actor: operator.actor, userId: operator.userId, disabled: true, now: NOW };
  expect(await setUserDisabled(disable)).toMatchObject({ failure: { kind: "own-account" } });
  expect(await db().user.count({ where: { id: operator.userId, disabledAt: null } })).toBe(1);
});

test("a role beside its kind of scope is refused by the database itself", async () => {
  const person = await aPerson({ now: NOW });
  const grant = { id: person.userId, userId: person.userId, grantedAt: NOW };
  await expect(
    db().roleGrant.create({ data: { ...grant, role: "OPERATOR", scopeKind: "AREA", scopeId: "34" } }),
  ).rejects.toThrow();
  await expect(
    db().roleGrant.create({ data: { ...grant, role: "SYSTEM", scopeKind: "PLATFORM", scopeId: "" } }),
  ).rejects.toThrow();
});

test("the access log only grows, for the server and for the owner of the tables", async () => {
  await logAccess(db(), {
    actor: undefined,
    action: "household:reveal",
    subjectKind: "household",
    subjectId: "1",
    now: NOW,
  });
  const before = await db().accessLog.count();
  await expect(db().accessLog.deleteMany()).rejects.toThrow();
  await expect(db().accessLog.updateMany({ data: { reason: "changed" } })).rejects.toThrow();
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  for (const sql of ["DELETE FROM access_log", "UPDATE access_log SET reason = 'changed'", "TRUNCATE access_log"]) {
    await expect(owner.query(sql)).rejects.toThrow("append-only");
  }
  await owner.end();
  expect(await db().accessLog.count()).toBe(before);
});

test("the log is searched by who, what and when", async () => {
  const operator = await aPerson({ displayName: "李四海", roles: [{ role: "OPERATOR" }], now: NOW });
  await logAccess(db(), {
    actor: operator.actor,
    action: "household:open-card",
    subjectKind: "household",
    subjectId: "h1",
    now: NOW,
  });
  await logAccess(db(), {
    actor: operator.actor,
    action: "household:open-card",
    subjectKind: "household",
    subjectId: "h2",
    now: LATER,
  });
  const ids = async (search: Parameters<typeof searchAccessLog>[1]) =>
    (await searchAccessLog(db(), search, PAGE)).rows.map((row) => row.subjectId);
  expect(await ids({ actorName: "李四", action: "household:open-card" })).toEqual(["h2", "h1"]);
  expect(await ids({ actorName: "李四", action: "household:open-card", from: LATER })).toEqual(["h2"]);
  expect(await ids({ actorName: "王五", action: "household:open-card" })).toEqual([]);
});
