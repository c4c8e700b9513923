import { generateSync } from "otplib";
import { expect, test } from "vitest";
import { changePassword } from "~/access/change-password.server";
import { beginTotp, confirmTotp } from "~/access/enrol-totp.server";
import { giveSecondFactor } from "~/access/give-second-factor.server";
import { findSession, type OpenSession } from "~/access/session-store.server";
import { signIn } from "~/access/sign-in.server";
import { setUserDisabled } from "~/access/set-user-disabled.server";
import { grantRole } from "~/access/grant-role.server";
import { resetSecondFactor } from "~/access/reset-second-factor.server";
import { revokeRole } from "~/access/revoke-role.server";
import { systemActor } from "~/access/actor";
import { addMinutes } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { A_PASSWORD, aPerson, anOfficial, type Person } from "#tests/builders/access";
import { letGoTogether } from "#tests/setup/locks";

const NOW = new Date("2026-11-23T08:00:00Z");
let address = 0;

function attempt(
  loginName: string,
  password = A_PASSWORD,
  more: { address?: string; previousToken?: string; now?: Date } = {},
) {
  return signIn({
    loginName,
    password,
    previousToken: more.previousToken,
    address: more.address ?? `10.0.0.${(address += 1)}`,
    userAgent: "test",
    now: more.now ?? NOW,
  });
}

async function signedIn(person: Person): Promise<{ token: string; session: OpenSession }> {
  const result = await attempt(person.loginName);
  if (!result.ok) throw new Error(result.failure.kind);
  const session = await findSession(db(), result.value.token, NOW);
  if (!session) throw new Error("no session");
  return { token: result.value.token, session };
}

test("the right password opens a session whose token is stored nowhere", async () => {
  const person = await aPerson({ now: NOW });
  const result = await attempt(`  ${person.loginName.toUpperCase()} `);
  expect(result.ok && result.value.awaitsCode).toBe(false);
  const token = result.ok ? result.value.token : "";
  expect(await findSession(db(), token, NOW)).toMatchObject({ userId: person.userId, awaitsCode: false });
  const [stored] = await db().$queryRaw<{ found: bigint }[]>`
    SELECT count(*) AS found FROM session WHERE session::text LIKE ${`%${token}%`}`;
  expect(stored?.found).toBe(0n);
});

test("signing in ends the session the browser came with: a planted cookie is worth nothing", async () => {
  const person = await aPerson({ now: NOW });
  const planted = await signedIn(person);
  const result = await attempt(person.loginName, A_PASSWORD, { previousToken: planted.token });
  expect(result.ok && result.value.token).not.toBe(planted.token);
  expect(await findSession(db(), planted.token, NOW)).toBeUndefined();
});

test("unknown, wrong and disabled get the same answer", async () => {
  const person = await aPerson({ now: NOW });
  const disabled = await aPerson({ now: NOW });
  await setUserDisabled({ actor: systemActor, userId: disabled.userId, disabled: true, now: NOW });
  const answers = await Promise.all([
    attempt("nobody-here"),
    attempt(person.loginName, "not the password"),
    attempt(disabled.loginName),
  ]);
  expect(answers).toEqual(Array(3).fill({ ok: false, failure: { kind: "wrong" } }));
});

test("guessing is stopped after six tries from one place, also with the right password, while the owner elsewhere signs in", async () => {
  const person = await aPerson({ now: NOW });
  for (let guess = 0; guess < 6; guess += 1) {
    expect(await attempt(person.loginName, `guess ${guess}`, { address: "10.9.9.9" })).toEqual({
      ok: false,
      failure: { kind: "wrong" },
    });
  }
  const seventh = await attempt(person.loginName, A_PASSWORD, { address: "10.9.9.9" });
  expect(seventh).toMatchObject({ ok: false, failure: { kind: "throttled" } });
  const wait = !seventh.ok && seventh.failure.kind === "throttled" ? seventh.failure.retryAfterSeconds : 0;
  expect(wait).toBeGreaterThan(800);
  expect(wait).toBeLessThanOrEqual(900);
  expect((await attempt(person.loginName, A_PASSWORD, { address: "10.9.9.10" })).ok).toBe(true);
});

test("names that do not exist are throttled like those that do", async () => {
  for (let guess = 0; guess < 6; guess += 1) await attempt("no-such-name", "guess", { address: "10.9.8.7" });
  expect(await attempt("no-such-name", "guess", { address: "10.9.8.7" })).toMatchObject({
    failure: { kind: "throttled" },
  });
});

test("the throttle is in the database and names nobody", async () => {
  await attempt("someone-typed", "guess", { address: "10.1.2.3" });
  const rows = await db().$queryRaw<{ key: string }[]>`SELECT key FROM rate_limit`;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ key }) => /someone-typed|10\.1\.2\.3/.test(key))).toEqual([]);
});

test("twenty people sign in to one account at once and each has a session of their own", async () => {
  const person = await aPerson({ now: NOW });
  const results = await Promise.all(Array.from({ length: 20 }, () => attempt(person.loginName)));
  const tokens = new Set(results.flatMap((result) => (result.ok ? [result.value.token] : [])));
  expect(tokens.size).toBe(20);
});

test("a session ends when idle, when old, when its account is disabled and when a role changes", async () => {
  const official = await anOfficial("341021203", { now: NOW });
  const idle = await signedIn(official);
  expect(await findSession(db(), idle.token, addMinutes(NOW, 59))).toBeDefined();
  expect(await findSession(db(), idle.token, addMinutes(NOW, 59 + 61))).toBeUndefined();

  const old = await signedIn(official);
  for (let minute = 30; minute < 720; minute += 30) await findSession(db(), old.token, addMinutes(NOW, minute));
  expect(await findSession(db(), old.token, addMinutes(NOW, 719))).toBeDefined();
  expect(await findSession(db(), old.token, addMinutes(NOW, 720))).toBeUndefined();

  const granted = await signedIn(official);
  const grant = await grantRole({
    actor: systemActor,
    userId: official.userId,
    role: "VILLAGE_OFFICIAL",
    scopeId: "341021204201",
    now: NOW,
  });
  expect(await findSession(db(), granted.token, NOW)).toBeUndefined();

  const revoked = await signedIn(official);
  expect(revoked.session.grants).toHaveLength(2);
  await revokeRole({ actor: systemActor, grantId: grant.ok ? grant.value.grantId : "", now: NOW });
  expect(await findSession(db(), revoked.token, NOW)).toBeUndefined();
  expect((await signedIn(official)).session.grants).toHaveLength(1);

  const disabled = await signedIn(official);
  await setUserDisabled({ actor: systemActor, userId: official.userId, disabled: true, now: NOW });
  expect(await findSession(db(), disabled.token, NOW)).toBeUndefined();
});

test("a new password ends every other session and the old password", async () => {
  const person = await aPerson({ now: NOW });
  const here = await signedIn(person);
  const elsewhere = await signedIn(person);
  const request = { session: here.session, newPassword: "another quite long one", userAgent: "test", now: NOW };
  expect(await changePassword({ ...request, currentPassword: "wrong" })).toMatchObject({
    failure: { kind: "wrong-password" },
  });
  expect(await findSession(db(), elsewhere.token, NOW)).toBeDefined();
  expect(await changePassword({ ...request, newPassword: "short", currentPassword: A_PASSWORD })).toMatchObject({
    failure: { kind: "bad-password", problem: "too-short" },
  });

  const changed = await changePassword({ ...request, currentPassword: A_PASSWORD });
  expect(changed.ok).toBe(true);
  expect(await findSession(db(), here.token, NOW)).toBeUndefined();
  expect(await findSession(db(), elsewhere.token, NOW)).toBeUndefined();
  expect(changed.ok && (await findSession(db(), changed.value.token, NOW))).toBeTruthy();
  expect(await attempt(person.loginName)).toMatchObject({ failure: { kind: "wrong" } });
  expect((await attempt(person.loginName, "another quite long one")).ok).toBe(true);
});

/** All of it comes to the account's row, in this order, and goes on together. */
function atOnce(userId: string, ...begin: readonly (() => Promise<{ readonly ok: boolean }>)[]) {
  return letGoTogether((tx) => tx.$queryRaw`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`, ...begin);
}

test("whoever signs in with a password while it is changed, or the account is locked, is not in", async () => {
  const person = await aPerson({ now: NOW });
  const { session } = await signedIn(person);
  const newPassword = "another quite long one";
  const change = { session, currentPassword: A_PASSWORD, userAgent: "test", now: NOW };
  const changed = await atOnce(
    person.userId,
    () => changePassword({ ...change, newPassword }),
    () => attempt(person.loginName),
    () => changePassword({ ...change, newPassword: "and a third one, too" }),
  );
  expect(changed).toMatchObject([
    { ok: true },
    { ok: false, failure: { kind: "wrong" } },
    { ok: false, failure: { kind: "wrong-password" } },
  ]);
  expect(await db().session.count({ where: { userId: person.userId } })).toBe(1);
  const locked = await atOnce(
    person.userId,
    () => setUserDisabled({ actor: systemActor, userId: person.userId, disabled: true, now: NOW }),
    () => attempt(person.loginName, newPassword),
  );
  expect(locked).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "wrong" } }]);
  expect(await db().session.count({ where: { userId: person.userId } })).toBe(0);
});

test("a code given while the second factor is taken off opens nothing, and none that was taken off is turned on", async () => {
  const { person, recoveryCodes } = await withSecondFactor();
  const password = await attempt(person.loginName);
  const token = password.ok ? password.value.token : "";
  const reset = () =>
    resetSecondFactor({ actor: systemActor, userId: person.userId, reason: "电话核实", now: addMinutes(NOW, 5) });
  const given = await atOnce(person.userId, reset, () =>
    giveSecondFactor({ token, code: recoveryCodes[0] ?? "", userAgent: "test", now: NOW }),
  );
  expect(given).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "start-again" } }]);
  expect(await db().session.count({ where: { userId: person.userId } })).toBe(0);

  const { session } = await signedIn(person);
  const secret = (await beginTotp(session))?.secret ?? "";
  const confirmed = await atOnce(person.userId, reset, () =>
    confirmTotp({ session, code: codeAt(secret, NOW), now: NOW }),
  );
  expect(confirmed).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "not-begun" } }]);
});

async function withSecondFactor(): Promise<{ person: Person; secret: string; recoveryCodes: readonly string[] }> {
  const person = await anOfficial("341021203", { now: NOW });
  const { session } = await signedIn(person);
  const begun = await beginTotp(session);
  if (!begun) throw new Error("already on");
  const confirmed = await confirmTotp({ session, code: codeAt(begun.secret, NOW), now: NOW });
  if (!confirmed.ok) throw new Error(confirmed.failure.kind);
  return { person, secret: begun.secret, recoveryCodes: confirmed.value.recoveryCodes };
}

function codeAt(secret: string, at: Date): string {
  return generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) });
}

test("two pages that begin a second factor at once show one secret, which can be confirmed", async () => {
  const person = await anOfficial("341021203", { now: NOW });
  const { session } = await signedIn(person);
  const [one, two] = await letGoTogether(
    (tx) => tx.$queryRaw`SELECT id FROM app_user WHERE id = ${person.userId}::uuid FOR UPDATE`,
    () => beginTotp(session),
    () => beginTotp(session),
  );
  expect(one).toEqual(two);
  expect(await confirmTotp({ session, code: codeAt(one?.secret ?? "", NOW), now: NOW })).toMatchObject({ ok: true });
});

test("with a second factor the password alone signs nobody in", async () => {
  const { person, secret } = await withSecondFactor();
  const later = addMinutes(NOW, 5);
  const password = await attempt(person.loginName, A_PASSWORD, { now: later });
  const token = password.ok ? password.value.token : "";
  expect(password).toMatchObject({ ok: true, value: { awaitsCode: true } });
  expect(await findSession(db(), token, later)).toMatchObject({ awaitsCode: true });

  const given = await giveSecondFactor({ token, code: codeAt(secret, later), userAgent: "test", now: later });
  expect(given.ok).toBe(true);
  const opened = given.ok ? given.value.token : "";
  expect(opened).not.toBe(token);
  expect(await findSession(db(), opened, later)).toMatchObject({ awaitsCode: false });
  expect(await findSession(db(), token, later)).toBeUndefined();
});

test("a code is good once, for its half minute and the ones beside it", async () => {
  const { person, secret } = await withSecondFactor();
  const later = addMinutes(NOW, 10);
  const code = codeAt(secret, later);
  const tokens = await Promise.all(
    [1, 2].map(async () => {
      const password = await attempt(person.loginName, A_PASSWORD, { now: later });
      return password.ok ? password.value.token : "";
    }),
  );
  const given = await Promise.all(
    tokens.map((token) => giveSecondFactor({ token, code, userAgent: "test", now: later })),
  );
  expect(given.filter((result) => result.ok)).toHaveLength(1);
  expect(given.filter((result) => !result.ok && result.failure.kind === "wrong-code")).toHaveLength(1);

  const password = await attempt(person.loginName, A_PASSWORD, { now: later });
  const token = password.ok ? password.value.token : "";
  const stale = codeAt(secret, addMinutes(later, -2));
  expect(await giveSecondFactor({ token, code: stale, userAgent: "test", now: later })).toMatchObject({
    failure: { kind: "wrong-code" },
  });
});

test("a recovery code opens the door once", async () => {
  const { person, recoveryCodes } = await withSecondFactor();
  expect(recoveryCodes).toHaveLength(10);
  const use = async () => {
    const password = await attempt(person.loginName);
    const token = password.ok ? password.value.token : "";
    const code = (recoveryCodes[0] ?? "").toLowerCase().replace("-", " ");
    return giveSecondFactor({ token, code, userAgent: "test", now: NOW });
  };
  expect((await use()).ok).toBe(true);
  expect(await use()).toMatchObject({ failure: { kind: "wrong-code" } });
});

test("six digits cannot be guessed: five tries, then a wait", async () => {
  const { person } = await withSecondFactor();
  const password = await attempt(person.loginName);
  const token = password.ok ? password.value.token : "";
  const kinds = [];
  for (let guess = 0; guess < 6; guess += 1) {
    const given = await giveSecondFactor({ token, code: `00000${guess}`, userAgent: "test", now: addMinutes(NOW, 3) });
    kinds.push(given.ok ? "ok" : given.failure.kind);
  }
  expect(kinds).toEqual([...Array<string>(5).fill("wrong-code"), "throttled"]);
});

test("a password given ten minutes ago must be given again", async () => {
  const { person, secret } = await withSecondFactor();
  const password = await attempt(person.loginName);
  const token = password.ok ? password.value.token : "";
  const late = addMinutes(NOW, 11);
  expect(await giveSecondFactor({ token, code: codeAt(secret, late), userAgent: "test", now: late })).toMatchObject({
    failure: { kind: "start-again" },
  });
});

test("neither secret nor recovery code is readable in the database", async () => {
  const { secret, recoveryCodes } = await withSecondFactor();
  for (const plain of [secret, recoveryCodes[0] ?? ""]) {
    const [row] = await db().$queryRaw<{ found: bigint }[]>`
      SELECT (SELECT count(*) FROM app_user WHERE app_user::text LIKE ${`%${plain}%`})
           + (SELECT count(*) FROM recovery_code WHERE recovery_code::text LIKE ${`%${plain}%`}) AS found`;
    expect(row?.found).toBe(0n);
  }
});
