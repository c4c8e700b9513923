import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { approveFeeSchedule } from "~/catalog/approve-fee-schedule.server";
import { approveSplitRule } from "~/catalog/approve-split-rule.server";
import { proposeFeeSchedule } from "~/catalog/propose-fee-schedule.server";
import { proposeSplitRule } from "~/catalog/propose-split-rule.server";
import { rejectFeeSchedule } from "~/catalog/reject-fee-schedule.server";
import { rejectSplitRule } from "~/catalog/reject-split-rule.server";
import { currentFeeSchedule, currentSplitRule, listSplitRules } from "~/catalog/rule-store.server";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { anOperator, aPerson, type Person } from "#tests/builders/access";
import { RULES_SINCE as SINCE, STANDARD_FEES, STANDARD_RATES } from "#tests/builders/catalog";
import { aManager } from "#tests/builders/cooperatives";

let proposer: Person;
let approver: Person;

beforeAll(async () => {
  proposer = await anOperator();
  approver = await aPerson({ roles: [{ role: "FINANCE" }] });
});

const propose = (code: string, change: object = {}) =>
  proposeSplitRule({
    actor: proposer.actor,
    code,
    name: "通用",
    nameEn: "Standard",
    rates: STANDARD_RATES,
    validFrom: SINCE,
    now: SINCE,
    ...change,
  });

describe("split rules", () => {
  test("a version binds nobody until a second person approves it, and then from its day on", async () => {
    const starts = addDays(SINCE, 10);
    const proposed = await propose("dated", { validFrom: starts });
    if (!proposed.ok) throw new Error(proposed.failure.kind);
    expect(proposed.value.version).toBe(1);
    expect(await currentSplitRule(db(), "dated", addDays(starts, 1))).toBeUndefined();

    const own = await approveSplitRule({ actor: proposer.actor, ruleId: proposed.value.id, now: SINCE });
    expect(own).toMatchObject({ failure: { kind: "own-proposal" } });
    expect((await approveSplitRule({ actor: approver.actor, ruleId: proposed.value.id, now: SINCE })).ok).toBe(true);
    expect(await currentSplitRule(db(), "dated", addDays(starts, -1))).toBeUndefined();
    expect(await currentSplitRule(db(), "dated", starts)).toEqual({ id: proposed.value.id, ...STANDARD_RATES });
  });

  test("approved late, it is in force from the approval on, never before", async () => {
    const proposed = await propose("late");
    const id = proposed.ok ? proposed.value.id : newId();
    const approvedAt = addDays(SINCE, 3);
    await approveSplitRule({ actor: approver.actor, ruleId: id, now: approvedAt });
    expect(await currentSplitRule(db(), "late", addDays(SINCE, 1))).toBeUndefined();
    expect(await currentSplitRule(db(), "late", approvedAt)).toMatchObject({ id });
  });

  test("a change is a new version; what was placed under the old one can still read it", async () => {
    const first = await propose("changing");
    const firstId = first.ok ? first.value.id : newId();
    await approveSplitRule({ actor: approver.actor, ruleId: firstId, now: SINCE });
    const later = addDays(SINCE, 30);
    const second = await propose("changing", {
      rates: { ...STANDARD_RATES, cooperativeBps: 600 },
      validFrom: later,
      now: addDays(SINCE, 20),
    });
    const secondId = second.ok ? second.value.id : newId();
    await approveSplitRule({ actor: approver.actor, ruleId: secondId, now: addDays(SINCE, 21) });
    expect(await currentSplitRule(db(), "changing", addDays(later, -1))).toMatchObject({
      id: firstId,
      cooperativeBps: 800,
    });
    expect(await currentSplitRule(db(), "changing", later)).toMatchObject({ id: secondId, cooperativeBps: 600 });
    const edit = db().splitRule.update({ where: { id: firstId }, data: { cooperativeBps: 100 } });
    await expect(edit).rejects.toThrow();
    const again = await approveSplitRule({ actor: approver.actor, ruleId: firstId, now: later });
    expect(again).toMatchObject({ failure: { kind: "already-decided" } });
  });

  test("one proposal of a code waits at a time; turned down, it is never in force and frees the way", async () => {
    const first = await propose("waiting");
    expect(await propose("waiting")).toMatchObject({ failure: { kind: "another-waits", version: 1 } });
    const ruleId = first.ok ? first.value.id : newId();
    expect((await rejectSplitRule({ actor: approver.actor, ruleId, now: SINCE })).ok).toBe(true);
    const approval = await approveSplitRule({ actor: approver.actor, ruleId, now: SINCE });
    expect(approval).toMatchObject({ failure: { kind: "already-decided" } });
    expect(await propose("waiting")).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await currentSplitRule(db(), "waiting", addDays(SINCE, 1))).toBeUndefined();
  });

  test("two operators who propose at once get one version", async () => {
    const answers = await Promise.all([propose("raced"), propose("raced")]);
    expect(answers.map((answer) => answer.ok).sort()).toEqual([false, true]);
    expect((await listSplitRules(db())).filter((rule) => rule.code === "raced")).toHaveLength(1);
  });

  test.each([
    [{ code: "Bad Code" }, "bad-code"],
    [{ name: " " }, "no-name"],
    [{ rates: { ...STANDARD_RATES, cooperativeBps: 6_000 } }, "bad-split"],
    [{ validFrom: addDays(SINCE, -1) }, "starts-in-the-past"],
  ])("%o is refused", async (change, kind) => {
    const before = await db().splitRule.count();
    expect(await propose("refused", change)).toMatchObject({ failure: { kind } });
    expect(await db().splitRule.count()).toBe(before);
  });

  test("a cooperative's manager neither proposes nor approves", async () => {
    const manager = await aManager(newId());
    expect(await propose("mine", { actor: manager.actor })).toMatchObject({ failure: { kind: "not-allowed" } });
    const proposed = await propose("theirs");
    const ruleId = proposed.ok ? proposed.value.id : newId();
    const approval = await approveSplitRule({ actor: manager.actor, ruleId, now: SINCE });
    expect(approval).toMatchObject({ failure: { kind: "not-allowed" } });
    expect(await currentSplitRule(db(), "theirs", addDays(SINCE, 1))).toBeUndefined();
  });
});

describe("fee schedules", () => {
  test("they follow the same rule of two people and versions", async () => {
    const proposeFees = (change: object = {}) =>
      proposeFeeSchedule({ actor: proposer.actor, rates: STANDARD_FEES, validFrom: SINCE, now: SINCE, ...change });
    const first = await proposeFees();
    const scheduleId = first.ok ? first.value.id : newId();
    expect(await currentFeeSchedule(db(), SINCE)).toBeUndefined();
    expect(await approveFeeSchedule({ actor: proposer.actor, scheduleId, now: SINCE })).toMatchObject({
      failure: { kind: "own-proposal" },
    });
    expect((await approveFeeSchedule({ actor: approver.actor, scheduleId, now: SINCE })).ok).toBe(true);
    expect(await currentFeeSchedule(db(), SINCE)).toEqual({ id: scheduleId, ...STANDARD_FEES });

    const later = addDays(SINCE, 30);
    expect(await proposeFees({ rates: { ...STANDARD_FEES, platformBps: 3_000 } })).toMatchObject({
      failure: { kind: "bad-fees", problem: { kind: "bad-platform-rate" } },
    });
    const second = await proposeFees({ rates: { ...STANDARD_FEES, platformBps: 300 }, validFrom: later });
    expect(second).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await proposeFees()).toMatchObject({ failure: { kind: "another-waits", version: 2 } });
    const secondId = second.ok ? second.value.id : newId();
    expect((await rejectFeeSchedule({ actor: systemActor, scheduleId: secondId, now: SINCE })).ok).toBe(true);
    expect(await currentFeeSchedule(db(), addDays(later, 1))).toMatchObject({ id: scheduleId });
  });
});
