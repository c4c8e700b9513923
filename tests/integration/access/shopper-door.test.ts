import { expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { grantRole } from "~/access/grant-role.server";
import { proveContact, setShopperPassword } from "~/access/shopper-account.server";
import { forgetShopperCodes, sendShopperCode } from "~/access/shopper-code.server";
import { signInShopperByCode, signInShopperByPassword } from "~/access/sign-in-shopper.server";
import { findSession } from "~/access/session-store.server";
import { addMinutes } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { aCode, aMobile, anEmail, aShopper, newestCode } from "#tests/builders/shoppers";
import { letGoTogether } from "#tests/setup/locks";
import { newId } from "~/kernel/ids";

const NOW = new Date("2026-11-20T02:00:00Z");

function visit(contact: ReturnType<typeof aMobile>, now = NOW) {
  return { contact, previousToken: undefined, address: contact.address, userAgent: "test", now };
}

test("the first code makes the account, the next one opens the same", async () => {
  const contact = anEmail();
  const first = await aShopper(contact, NOW);
  const again = await aShopper(contact, addMinutes(NOW, 30));
  expect(again.userId).toBe(first.userId);
  expect(again.session.grants).toEqual([{ role: "SHOPPER", scopeKind: "PLATFORM", scopeId: "" }]);
  expect(again.session.displayName).not.toContain(contact.address);
});

test("a code is good once, for ten minutes, at the contact it was sent to", async () => {
  const [contact, other] = [aMobile(), aMobile()];
  const code = await aCode(contact, "SIGN_IN", NOW);
  const enter = (where: typeof contact, at: Date) => signInShopperByCode({ ...visit(where, at), code, locale: "zh" });
  expect(await enter(other, NOW)).toMatchObject({ failure: { kind: "wrong" } });
  expect(await enter(contact, addMinutes(NOW, 11))).toMatchObject({ failure: { kind: "wrong" } });
  const both = await Promise.all([enter(contact, NOW), enter(contact, NOW)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await enter(contact, NOW)).toMatchObject({ failure: { kind: "wrong" } });
  expect(await db().userContact.count({ where: other })).toBe(0);
});

test("two forms of one newcomer at once make one account", async () => {
  const contact = aMobile();
  const codes = [await aCode(contact, "SIGN_IN", NOW), await aCode(contact, "SIGN_IN", NOW)];
  await Promise.all(codes.map((code) => signInShopperByCode({ ...visit(contact), code, locale: "zh" })));
  expect(await db().userContact.count({ where: contact })).toBe(1);
  expect(await db().user.count({ where: { contacts: { some: contact } } })).toBe(1);
});

test("letters and guesses are counted: the fourth letter and the sixth guess wait", async () => {
  const contact = aMobile();
  const ask = () => sendShopperCode({ contact, purpose: "SIGN_IN", locale: "zh", address: contact.address, now: NOW });
  for (let letter = 0; letter < 3; letter += 1) expect(await ask()).toBeUndefined();
  expect(await ask()).toMatchObject({ kind: "throttled" });
  expect(await db().message.count({ where: { recipient: contact.address } })).toBe(3);
  const code = await newestCode(contact);
  const wrong = code === "000000" ? "111111" : "000000";
  for (let guess = 0; guess < 5; guess += 1) {
    expect(await signInShopperByCode({ ...visit(contact), code: wrong, locale: "zh" })).toMatchObject({
      failure: { kind: "wrong" },
    });
  }
  expect(await signInShopperByCode({ ...visit(contact), code, locale: "zh" })).toMatchObject({
    failure: { kind: "throttled" },
  });
});

test("a code sent for one purpose serves no other", async () => {
  const shopper = await aShopper(aMobile(), NOW);
  const { contact, session } = shopper;
  const code = await aCode(contact, "CLOSE", NOW, shopper.userId);
  expect(await signInShopperByCode({ ...visit(contact), code, locale: "zh" })).toMatchObject({ ok: false });
  const password = "correct horse battery";
  const set = await setShopperPassword({ session, contact, code, password, address: "a", now: NOW });
  expect(set).toMatchObject({ failure: { kind: "wrong" } });
  expect((await db().user.findUniqueOrThrow({ where: { id: shopper.userId } })).passwordHash).toBeNull();
});

test("a password is optional, set by a code, opens the account, and ends the other sessions", async () => {
  const contact = aMobile();
  const here = await aShopper(contact, NOW);
  const elsewhere = await aShopper(contact, addMinutes(NOW, 20));
  const password = "correct horse battery";
  const code = await aCode(contact, "PASSWORD", NOW, here.userId);
  const weak = { session: here.session, contact, code, password: "12345", address: "b", now: NOW };
  expect(await setShopperPassword(weak)).toMatchObject({ failure: { kind: "bad-password", problem: "too-short" } });
  expect(await setShopperPassword({ ...weak, password })).toMatchObject({ ok: true });
  expect(await findSession(db(), elsewhere.cookie.slice("huhui=".length), addMinutes(NOW, 21))).toBeUndefined();
  expect(await signInShopperByPassword({ ...visit(contact), password })).toMatchObject({ ok: true });
  expect(await signInShopperByPassword({ ...visit(contact), password: "wrong" })).toMatchObject({
    failure: { kind: "wrong" },
  });
  expect(await signInShopperByPassword({ ...visit(aMobile()), password })).toMatchObject({
    failure: { kind: "wrong" },
  });
});

test("an account that works for somebody is opened by no code, and a disabled one by nothing", async () => {
  const shopper = await aShopper(aMobile(), NOW);
  await db().roleGrant.create({
    data: {
      id: newId(),
      userId: shopper.userId,
      role: "OPERATOR",
      scopeKind: "PLATFORM",
      scopeId: "",
      grantedAt: NOW,
    },
  });
  const enter = async () =>
    signInShopperByCode({
      ...visit(shopper.contact),
      code: await aCode(shopper.contact, "SIGN_IN", NOW),
      locale: "zh",
    });
  expect(await enter()).toMatchObject({ failure: { kind: "desk" } });
  await db().user.update({ where: { id: shopper.userId }, data: { disabledAt: NOW } });
  expect(await enter()).toMatchObject({ failure: { kind: "wrong" } });
});

test("a code given while its account gets a desk does not open the desk", async () => {
  const { contact, userId } = await aShopper(aMobile(), NOW);
  const code = await aCode(contact, "SIGN_IN", NOW);
  const both = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`,
    () => grantRole({ actor: systemActor, userId, role: "OPERATOR", scopeId: "", now: NOW }),
    () => signInShopperByCode({ ...visit(contact), code, locale: "zh" }),
  );
  expect(both).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "desk" } }]);
  expect(await db().session.count({ where: { userId } })).toBe(0);
});

test("a contact that is proven while somebody signs in by it opens the account that proved it", async () => {
  const { session, userId } = await aShopper(anEmail(), NOW);
  const contact = aMobile();
  const [proof, code] = [await aCode(contact, "CONTACT", NOW, userId), await aCode(contact, "SIGN_IN", NOW)];
  const both = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT id FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`,
    () => proveContact({ session, contact, code: proof, address: "d", now: NOW }),
    () => signInShopperByCode({ ...visit(contact), code, locale: "zh" }),
  );
  expect(both).toMatchObject([{ ok: true }, { ok: true, value: { userId } }]);
});

test("a contact is proven by its own code, takes the place of the old one, and belongs to one account", async () => {
  const [shopper, neighbour] = [await aShopper(aMobile(), NOW), await aShopper(aMobile(), NOW)];
  const { session, userId } = shopper;
  const [fresh, email] = [aMobile(), anEmail()];
  const prove = async (contact: typeof fresh) =>
    proveContact({ session, contact, code: await aCode(contact, "CONTACT", NOW, userId), address: "c", now: NOW });
  expect(await prove(fresh)).toMatchObject({ ok: true });
  expect(await prove(email)).toMatchObject({ ok: true });
  const held = () =>
    db().userContact.findMany({ where: { userId }, select: { address: true }, orderBy: { channel: "asc" } });
  expect(await held()).toEqual([{ address: email.address }, { address: fresh.address }]);
  expect(await prove(neighbour.contact)).toMatchObject({ failure: { kind: "taken" } });
  expect(await held()).toEqual([{ address: email.address }, { address: fresh.address }]);
  expect(await db().userContact.count({ where: { userId: neighbour.userId } })).toBe(1);
});

test("codes that can open nothing any more are forgotten", async () => {
  const contact = aMobile();
  await aCode(contact, "SIGN_IN", NOW);
  const before = await db().shopperCode.count();
  expect((await forgetShopperCodes({ now: addMinutes(NOW, 60) })).codes).toBe(0);
  const { codes } = await forgetShopperCodes({ now: addMinutes(NOW, 26 * 60) });
  expect(codes).toBe(before);
});
