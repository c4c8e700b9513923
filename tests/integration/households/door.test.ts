import { beforeEach, expect, test } from "vitest";
import { aPerson, anOfficial } from "#tests/builders/access";
import { anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { letGoTogether } from "#tests/setup/locks";
import { systemActor } from "~/access/actor";
import { grantRole } from "~/access/grant-role.server";
import { findSession } from "~/access/session-store.server";
import { askHouseholdCode } from "~/households/ask-household-code.server";
import { fillBlindIndexes } from "~/households/fill-blind-indexes.server";
import { issueHouseholdCard } from "~/households/issue-household-card.server";
import { signInByCard, signInByCode } from "~/households/sign-in-household.server";
import { newId } from "~/kernel/ids";
import { addMinutes } from "~/kernel/period";
import { db } from "~/platform/db.server";

const NOW = new Date("2026-11-24T02:00:00Z");
const VISIT = { previousToken: undefined, address: "10.0.0.1", userAgent: "test", now: NOW };

let serial = 0;
let phone: string;
let household: { id: string; number: string };

beforeEach(async () => {
  phone = `1391234${String((serial += 1)).padStart(4, "0")}`;
  household = await aHousehold({ phone, bankAccount: "622848000000000778" + String(serial % 10) });
});

async function sentTo(number: string): Promise<string[]> {
  const letters = await db().message.findMany({ where: { recipient: number }, orderBy: { createdAt: "asc" } });
  return letters.map((letter) => letter.body);
}

async function codeFor(number: string, at = NOW): Promise<string> {
  const asked = await askHouseholdCode({ phone: number, address: newId(), now: at });
  if (!asked.ok) throw new Error(asked.failure.kind);
  const code = /家 (\d{6})/.exec((await sentTo(number)).at(-1) ?? "")?.[1];
  if (code === undefined) throw new Error("no code was sent");
  return code;
}

test("a code sent to the phone on the card opens the household's pages, once", async () => {
  const code = await codeFor(`+86 ${phone}`.replace("+86 ", ""));
  const entered = await signInByCode({ ...VISIT, phone, code });
  if (!entered.ok) throw new Error(entered.failure.kind);
  const session = await findSession(db(), entered.value.token, NOW);
  expect(session?.grants).toEqual([{ role: "HOUSEHOLD", scopeKind: "HOUSEHOLD", scopeId: household.id }]);
  expect(await signInByCode({ ...VISIT, phone, code })).toEqual({ ok: false, failure: { kind: "wrong" } });

  const again = await signInByCode({ ...VISIT, phone, code: await codeFor(phone) });
  expect(again.ok && again.value.userId).toBe(entered.value.userId);
});

test("a code of another phone, a late one and a guess open nothing; five guesses end the guessing", async () => {
  const other = await aHousehold({ phone: "13700009999" });
  const foreign = await codeFor("13700009999");
  expect((await signInByCode({ ...VISIT, phone, code: foreign })).ok).toBe(false);
  const late = await codeFor(phone);
  expect((await signInByCode({ ...VISIT, phone, code: late, now: addMinutes(NOW, 11) })).ok).toBe(false);
  for (let guess = 0; guess < 3; guess += 1) await signInByCode({ ...VISIT, phone, code: `00000${guess}` });
  const right = await codeFor(phone);
  expect(await signInByCode({ ...VISIT, phone, code: right })).toMatchObject({ failure: { kind: "throttled" } });
  expect(other.id).not.toBe(household.id);
});

test("an unknown number is answered like a known one, gets no message, and is throttled the same", async () => {
  const unknown = "13100000000";
  for (let letter = 0; letter < 3; letter += 1) {
    expect(await askHouseholdCode({ phone: unknown, address: "10.0.0.9", now: NOW })).toEqual({
      ok: true,
      value: undefined,
    });
  }
  expect(await askHouseholdCode({ phone: unknown, address: "10.0.0.9", now: NOW })).toMatchObject({
    failure: { kind: "throttled" },
  });
  expect(await sentTo(unknown)).toEqual([]);
  expect(await askHouseholdCode({ phone: "12", address: "10.0.0.9", now: NOW })).toEqual({
    ok: false,
    failure: { kind: "no-phone" },
  });
});

test("two families on one phone get a code each, and each code opens its own family's pages", async () => {
  const sister = await aHousehold({ phone, headName: "李**".replace("**", "桂花") });
  await askHouseholdCode({ phone, address: newId(), now: NOW });
  const codes = [...((await sentTo(phone)).at(-1) ?? "").matchAll(/家 (\d{6})/g)].map((match) => match[1] ?? "");
  expect(codes).toHaveLength(2);
  const opened = new Set<string>();
  for (const code of codes) {
    const entered = await signInByCode({ ...VISIT, phone, code });
    const session = entered.ok ? await findSession(db(), entered.value.token, NOW) : undefined;
    opened.add(session?.grants[0]?.scopeId ?? "");
  }
  expect(opened).toEqual(new Set([household.id, sister.id]));
});

test("a villager's code never opens the desk of the cooperative they manage", async () => {
  const cooperativeId = await anApprovedCooperative();
  const manager = await aPerson({
    roles: [
      { role: "COOP_MANAGER", scopeId: cooperativeId },
      { role: "HOUSEHOLD", scopeId: household.id },
    ],
  });
  const entered = await signInByCode({ ...VISIT, phone, code: await codeFor(phone) });
  if (!entered.ok) throw new Error(entered.failure.kind);
  expect(entered.value.userId).not.toBe(manager.userId);
  const session = await findSession(db(), entered.value.token, NOW);
  expect(session?.grants.map((grant) => grant.role)).toEqual(["HOUSEHOLD"]);
});

test("a code given while the household's account gets a desk does not open the desk", async () => {
  const first = await signInByCode({ ...VISIT, phone, code: await codeFor(phone) });
  const userId = first.ok ? first.value.userId : "";
  const code = await codeFor(phone);
  const both = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`,
    () => grantRole({ actor: systemActor, userId, role: "OPERATOR", scopeId: "", now: NOW }),
    () => signInByCode({ ...VISIT, phone, code }),
  );
  expect(both).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "wrong" } }]);
  expect(await db().session.count({ where: { userId } })).toBe(0);
});

test("a printed card asks for the bank card's last four; a new card ends the old one", async () => {
  const issued = await issueHouseholdCard({ actor: systemActor, householdId: household.id, now: NOW });
  if (!issued.ok) throw new Error(issued.failure.kind);
  const { token } = issued.value;
  const digits = `778${serial % 10}`;
  expect(await signInByCard({ ...VISIT, token, digits: "0000" })).toEqual({ ok: false, failure: { kind: "wrong" } });
  expect((await signInByCard({ ...VISIT, token, digits: ` ${digits} ` })).ok).toBe(true);

  const second = await issueHouseholdCard({ actor: systemActor, householdId: household.id, now: addMinutes(NOW, 1) });
  if (!second.ok) throw new Error(second.failure.kind);
  expect(await signInByCard({ ...VISIT, token, digits })).toEqual({ ok: false, failure: { kind: "no-card" } });
  for (let guess = 0; guess < 5; guess += 1)
    await signInByCard({ ...VISIT, token: second.value.token, digits: "1111" });
  expect(await signInByCard({ ...VISIT, token: second.value.token, digits })).toMatchObject({
    failure: { kind: "throttled" },
  });
});

test("only an official of the place prints a card", async () => {
  const elsewhere = await anOfficial("511129");
  expect(await issueHouseholdCard({ actor: elsewhere.actor, householdId: household.id, now: NOW })).toEqual({
    ok: false,
    failure: { kind: "not-found" },
  });
});

test("cards from before phones were indexed get their index", async () => {
  await db().household.update({ where: { id: household.id }, data: { phoneIndex: null } });
  expect((await fillBlindIndexes()).filled).toBeGreaterThan(0);
  await codeFor(phone);
});
