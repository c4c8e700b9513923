import { beforeAll, describe, expect, test } from "vitest";
import { acceptInvitation } from "~/access/accept-invitation.server";
import { systemActor } from "~/access/actor";
import { changeStaffRole, endStaffRole } from "~/access/change-staff.server";
import { inviteStaff } from "~/access/invite.server";
import { revokeRole } from "~/access/revoke-role.server";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { action as staffAction, loader as staffLoader } from "~/routes/cooperative/staff";
import { action as acceptAction, loader as invitationLoader } from "~/routes/session/invitation";
import { A_PASSWORD, aPerson, type Person } from "#tests/builders/access";
import { anApprovedCooperative, aManager, aWeigher } from "#tests/builders/cooperatives";
import { letGoTogether } from "#tests/setup/locks";
import { errorsOf, submit, visit } from "../cooperative-console/visit";

let cooperativeId: string;
let manager: Person;

beforeAll(async () => {
  cooperativeId = await anApprovedCooperative();
  manager = await aManager(cooperativeId);
});

let phones = 0;
const aPhone = () => `1390000${String((phones += 1)).padStart(4, "0")}`;

/** The link in the message that an invitation sent. */
async function invite(role: string, recipient: string): Promise<string> {
  const fields = { intent: "invite", cooperativeId, displayName: "小王", recipient, role };
  const sent = await submit(staffAction, "/coop/staff", manager.cookie, fields);
  expect(sent.location).toContain("done=invited");
  const message = await db().message.findFirstOrThrow({ where: { recipient }, orderBy: { createdAt: "desc" } });
  return /invitation\/([\w-]+)/.exec(message.body)?.[1] ?? "";
}

function accept(token: string, loginName: string, password = A_PASSWORD) {
  const fields = { as: "new", loginName, password, again: password };
  return submit(acceptAction, `/invitation/${token}`, undefined, fields, { token });
}

function rolesOf(userId: string) {
  return db().roleGrant.findMany({ where: { userId, revokedAt: null }, select: { role: true, scopeId: true } });
}

describe("a manager invites", () => {
  test("a packer sets a password by the link, once, and then has the role", async () => {
    const token = await invite("COOP_PACKER", aPhone());
    const page = await visit(invitationLoader, `/invitation/${token}`, undefined, { token });
    expect(page.data).toMatchObject({ name: "小王", role: "打包员", over: null });
    const accepted = await accept(token, "xiaowang");
    expect(accepted.location).toBe("/sign-in?to=%2Fcoop");
    const user = await db().user.findUniqueOrThrow({ where: { loginName: "xiaowang" } });
    expect(await rolesOf(user.id)).toEqual([{ role: "COOP_PACKER", scopeId: cooperativeId }]);
    const again = await accept(token, "xiaozhang");
    expect(errorsOf(again)[""]).toEqual(["这个邀请已经用过。请直接登录；忘了密码请联系邀请您的人。"]);
    expect(await db().user.count({ where: { loginName: "xiaozhang" } })).toBe(0);
  });

  test("two who open the link at once: one has the role, the other is told", async () => {
    const token = await invite("COOP_WEIGHER", aPhone());
    const answers = await Promise.all(["yi", "er", "san"].map((name) => accept(token, `race-${name}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 422, 422]);
    expect(await db().user.count({ where: { loginName: { startsWith: "race-" } } })).toBe(1);
  });

  test("a link expires, is withdrawn, or replaced by a newer one to the same person", async () => {
    const phone = aPhone();
    const first = await invite("COOP_PACKER", phone);
    const second = await invite("COOP_TREASURER", phone);
    expect((await visit(invitationLoader, "/", undefined, { token: first })).data).toMatchObject({
      over: expect.stringContaining("撤回"),
    });
    const account = { kind: "new", loginName: "too-late", password: A_PASSWORD } as const;
    const late = await acceptInvitation({ token: second, account, now: addDays(new Date(), 8) });
    expect(late).toMatchObject({ ok: false, failure: { kind: "over", why: "expired" } });
    const { id } = await db().invitation.findFirstOrThrow({ where: { recipient: phone, withdrawnAt: null } });
    const withdraw = { intent: "withdraw", cooperativeId, invitationId: id };
    expect((await submit(staffAction, "/coop/staff", manager.cookie, withdraw)).location).toContain("withdrawn");
    expect((await accept(second, "too-late")).status).toBe(422);
    expect((await visit(invitationLoader, "/", undefined, { token: "no-such-token" })).status).toBe(404);
    expect(await db().user.count({ where: { loginName: "too-late" } })).toBe(0);
  });

  test("of two invitations to one person at once the later link is open, the other withdrawn", async () => {
    const recipient = aPhone();
    await invite("COOP_PACKER", recipient);
    const asked = { actor: manager.actor, cooperativeId, cooperativeName: "社", displayName: "小王", recipient };
    const both = await letGoTogether(
      (tx) => tx.$queryRaw`SELECT id FROM invitation WHERE recipient = ${recipient} FOR UPDATE`,
      () => inviteStaff({ ...asked, role: "COOP_WEIGHER", now: new Date() }),
      () => inviteStaff({ ...asked, role: "COOP_TREASURER", now: new Date() }),
    );
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    const open = { recipient, usedAt: null, withdrawnAt: null };
    expect(await db().invitation.findMany({ where: open, select: { role: true } })).toEqual([
      { role: "COOP_TREASURER" },
    ]);
  });

  test("whoever has an account takes the role with it, and signs in anew", async () => {
    const shopper = await aPerson({ roles: [{ role: "SHOPPER" }] });
    const token = await invite("COOP_TREASURER", aPhone());
    const fields = { as: "own" };
    const accepted = await submit(acceptAction, `/invitation/${token}`, shopper.cookie, fields, { token });
    expect(accepted.status).toBe(302);
    expect((await rolesOf(shopper.userId)).map(({ role }) => role).sort()).toEqual(["COOP_TREASURER", "SHOPPER"]);
    expect(await db().session.count({ where: { userId: shopper.userId } })).toBe(0);
  });

  test.each([
    ["recipient", { recipient: "12345" }, "请填写 11 位手机号，或一个邮箱地址。"],
    ["displayName", { displayName: " " }, "请填写被邀请人的姓名。"],
    ["role", { role: "OPERATOR" }, "请选择岗位。"],
  ])("a wrong %s is refused at its field, and nothing is sent", async (field, wrong, words) => {
    const before = await db().message.count();
    const right = { intent: "invite", cooperativeId, displayName: "小李", recipient: aPhone(), role: "COOP_PACKER" };
    const refused = await submit(staffAction, "/coop/staff", manager.cookie, { ...right, ...wrong });
    expect(refused.status).toBe(422);
    expect(errorsOf(refused)[field]).toEqual([words]);
    expect(await db().message.count()).toBe(before);
  });
});

describe("posts change and end", () => {
  test("a weigher whose post ends is out at once, and a changed post is another role", async () => {
    const weigher = await aWeigher(cooperativeId);
    const grant = await db().roleGrant.findFirstOrThrow({ where: { userId: weigher.userId } });
    const change = { intent: "change", cooperativeId, grantId: grant.id, role: "COOP_PACKER" };
    expect((await submit(staffAction, "/coop/staff", manager.cookie, change)).location).toContain("done=changed");
    expect(await rolesOf(weigher.userId)).toEqual([{ role: "COOP_PACKER", scopeId: cooperativeId }]);
    expect(await db().session.count({ where: { userId: weigher.userId } })).toBe(0);
    const now = await db().roleGrant.findFirstOrThrow({ where: { userId: weigher.userId, revokedAt: null } });
    const end = { intent: "end", cooperativeId, grantId: now.id };
    expect((await submit(staffAction, "/coop/staff", manager.cookie, end)).location).toContain("done=ended");
    expect(await rolesOf(weigher.userId)).toEqual([]);
    expect(await db().roleGrant.count({ where: { userId: weigher.userId } })).toBe(2);
  });

  test("the last manager cannot be removed, not even by two who end each other at once", async () => {
    const house = await anApprovedCooperative();
    const [one, two] = [await aManager(house), await aManager(house)];
    const grantOf = async ({ userId }: Person) =>
      (await db().roleGrant.findFirstOrThrow({ where: { userId, revokedAt: null } })).id;
    const [first, second] = [await grantOf(one), await grantOf(two)];
    const now = new Date();
    const ended = await Promise.all([
      endStaffRole({ actor: one.actor, cooperativeId: house, grantId: second, now }),
      endStaffRole({ actor: two.actor, cooperativeId: house, grantId: first, now }),
    ]);
    expect(ended.filter(({ ok }) => ok)).toHaveLength(1);
    expect(ended.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: "last-manager" } });
    const left = await db().roleGrant.count({ where: { scopeId: house, role: "COOP_MANAGER", revokedAt: null } });
    expect(left).toBe(1);
  });

  test("a post that is changed while the platform takes it back is gone, and no other comes of it", async () => {
    const weigher = await aWeigher(cooperativeId);
    const { id: grantId } = await db().roleGrant.findFirstOrThrow({ where: { userId: weigher.userId } });
    const now = new Date();
    const both = await letGoTogether<{ readonly ok: boolean }>(
      (tx) => tx.$queryRaw`SELECT id FROM role_grant WHERE id = ${grantId}::uuid FOR UPDATE`,
      () => revokeRole({ actor: systemActor, grantId, now }),
      () => changeStaffRole({ actor: manager.actor, cooperativeId, grantId, role: "COOP_PACKER", now }),
    );
    expect(both).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "no-such-grant" } }]);
    expect(await rolesOf(weigher.userId)).toEqual([]);
  });

  test("whoever takes a role by a link while a manager gives it has it once", async () => {
    const weigher = await aWeigher(cooperativeId);
    const { id: grantId } = await db().roleGrant.findFirstOrThrow({ where: { userId: weigher.userId } });
    const token = await invite("COOP_PACKER", aPhone());
    const now = new Date();
    const both = await letGoTogether<{ readonly ok: boolean }>(
      (tx) => tx.$queryRaw`SELECT id FROM app_user WHERE id = ${weigher.userId}::uuid FOR UPDATE`,
      () => changeStaffRole({ actor: manager.actor, cooperativeId, grantId, role: "COOP_PACKER", now }),
      () => acceptInvitation({ token, account: { kind: "own", actor: weigher.actor }, now }),
    );
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await rolesOf(weigher.userId)).toEqual([{ role: "COOP_PACKER", scopeId: cooperativeId }]);
  });

  test("a manager touches nobody of another cooperative", async () => {
    const other = await anApprovedCooperative();
    const theirs = await aWeigher(other);
    const grant = await db().roleGrant.findFirstOrThrow({ where: { userId: theirs.userId } });
    const end = { intent: "end", cooperativeId, grantId: grant.id };
    expect((await submit(staffAction, "/coop/staff", manager.cookie, end)).status).toBe(422);
    const across = { intent: "end", cooperativeId: other, grantId: grant.id };
    expect((await submit(staffAction, "/coop/staff", manager.cookie, across)).status).toBe(422);
    expect(await rolesOf(theirs.userId)).toHaveLength(1);
    expect((await visit(staffLoader, "/coop/staff", theirs.cookie)).status).toBe(404);
  });
});

test("every used invitation gave its role", async () => {
  expect(await db().$queryRaw`SELECT * FROM invariant_used_invitation_gave_its_role`).toEqual([]);
});
