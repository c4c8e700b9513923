import { beforeAll, describe, expect, test } from "vitest";
import { causeChangesOf, changeCauses } from "~/households/change-causes.server";
import { findHouseholdCard } from "~/households/household-store.server";
import { db } from "~/platform/db.server";
import * as membersPage from "~/routes/official/household-members";
import * as newHouseholdPage from "~/routes/official/new-household";
import { anOfficial, type Person } from "#tests/builders/access";
import { aHousehold, anIdNumber } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";

const VILLAGE = "341021203201";
const NOW = new Date("2026-11-23T02:00:00Z");

let village: Person;
let stranger: Person;

beforeAll(async () => {
  await aVillage(VILLAGE);
  village = await anOfficial(VILLAGE);
  stranger = await anOfficial("341021203202");
});

const causesOf = async (id: string) => (await findHouseholdCard(db(), id, [VILLAGE], NOW))?.causes;

function changing(householdId: string, causes: readonly string[], change: Record<string, unknown> = {}) {
  const evidence = "入户核查 2026-11-20";
  return changeCauses({
    actor: village.actor,
    householdId,
    causes,
    changedOn: "2026-11-20",
    evidence,
    now: NOW,
    ...change,
  });
}

function sent(person: Person, path: string, fields: Readonly<Record<string, string>>): Request {
  const headers = { Cookie: person.cookie };
  return new Request(`https://huhui.test${path}`, { method: "POST", headers, body: new URLSearchParams(fields) });
}

describe("the causes of a household", () => {
  test("change on a day, and what they were stays with who found it and by what", async () => {
    const { id } = await aHousehold({ areaCode: VILLAGE, causes: ["因病"] });
    expect(await changing(id, ["缺劳力", "因病", "因学"])).toEqual({ ok: true, value: undefined });
    expect(await causesOf(id)).toEqual(["缺劳力", "因病", "因学"]);
    expect(await changing(id, ["", "", ""], { changedOn: "2026-11-22", evidence: "风险已消除" })).toMatchObject({
      ok: true,
    });
    expect(await causesOf(id)).toEqual([]);
    const { displayName: by } = await db().user.findUniqueOrThrow({ where: { id: village.userId } });
    expect(await causeChangesOf(db(), id)).toEqual([
      { changedOn: "2026-11-22", before: ["缺劳力", "因病", "因学"], after: [], evidence: "风险已消除", by },
      {
        changedOn: "2026-11-20",
        before: ["因病"],
        after: ["缺劳力", "因病", "因学"],
        evidence: "入户核查 2026-11-20",
        by,
      },
    ]);
    const log = await db().accessLog.findMany({ where: { subjectId: id, action: "household:causes" } });
    expect(log.map(({ actorId }) => actorId)).toEqual([village.userId, village.userId]);
    await expect(db().householdCauseChange.updateMany({ data: { evidence: "x" } })).rejects.toThrow();
    await expect(db().householdCauseChange.deleteMany({})).rejects.toThrow();
  });

  test("are refused with the reason, and nothing is written", async () => {
    const { id } = await aHousehold({ areaCode: VILLAGE, causes: ["因病"] });
    for (const [causes, change, failure] of [
      [["因懒"], {}, { kind: "bad-causes", problem: "unknown" }],
      [["", "因学"], {}, { kind: "bad-causes", problem: "main-missing" }],
      [["因学", "因学"], {}, { kind: "bad-causes", problem: "twice" }],
      [["因病", "因残", "因学", "因灾"], {}, { kind: "bad-causes", problem: "too-many" }],
      [["因学"], { evidence: "  " }, { kind: "evidence-missing" }],
      [["因学"], { changedOn: "2026-11-24" }, { kind: "in-the-future" }],
      [["因学"], { changedOn: "2023-12-31" }, { kind: "too-early", day: "2024-01-15" }],
      [["因病"], {}, { kind: "nothing" }],
      [["因学"], { actor: stranger.actor }, { kind: "not-found" }],
    ] as const)
      expect(await changing(id, causes, change)).toEqual({ ok: false, failure });
    expect(await causeChangesOf(db(), id)).toEqual([]);
    expect((await changing(id, ["因学"])).ok).toBe(true);
    expect(await changing(id, ["因灾"], { changedOn: "2026-11-19" })).toMatchObject({ failure: { kind: "too-early" } });
    await db().household.update({ where: { id }, data: { standing: "CANCELLED" } });
    expect(await changing(id, ["因灾"])).toMatchObject({ failure: { kind: "over" } });
    expect(await causesOf(id)).toEqual(["因学"]);
  });

  test("of two officials at once both are written, one after the other", async () => {
    const { id } = await aHousehold({ areaCode: VILLAGE, causes: ["因病"] });
    const both = await Promise.all([changing(id, ["因学"]), changing(id, ["因残"])]);
    expect(both.every(({ ok }) => ok)).toBe(true);
    const [last, first] = await causeChangesOf(db(), id);
    expect(first?.after).toEqual(last?.before);
    expect(await causesOf(id)).toEqual(last?.after);
  });

  test("are changed on the household's page; nonsense is told at its field, and a stranger finds no such household", async () => {
    const { id } = await aHousehold({ areaCode: VILLAGE, causes: ["因病"] });
    const fields = { intent: "causes", cause: "缺水", secondCause: "因病", changedOn: "2026-11-01", evidence: "走访" };
    const send = (person: Person, change: Record<string, string> = {}) =>
      membersPage.action({
        request: sent(person, `/gov/households/${id}/members`, { ...fields, ...change }),
        params: { id },
        context: {},
      });
    for (const [change, field] of [
      [{ cause: "'; DROP TABLE household;--" }, "cause"],
      [{ cause: "" }, "cause"],
      [{ thirdCause: "缺水" }, "cause"],
      [{ changedOn: "2026-02-31" }, "changedOn"],
      [{ changedOn: "2099-01-01" }, "changedOn"],
      [{ evidence: "" }, "evidence"],
    ] as const) {
      const answer = await send(village, change);
      expect(answer.status).toBe(422);
      expect(Object.keys(((await answer.json()) as { errors: object }).errors)).toEqual([field]);
    }
    await expect(send(stranger)).rejects.toMatchObject({ status: 404 });
    expect((await send(village)).status).toBe(302);
    expect(await causesOf(id)).toEqual(["缺水", "因病"]);
  });

  test("a new household's form takes the main one and two others", async () => {
    const fields = {
      areaCode: VILLAGE,
      groupName: "第一组",
      name: "方志远",
      sex: "M",
      birthYear: "1962",
      idNumber: anIdNumber(77_001, 1962),
      attribute: "一般户",
      cause: "因灾",
      secondCause: "缺资金",
      thirdCause: "缺技术",
      registeredOn: "2026-11-01",
      evidence: "户口簿",
    };
    const send = (change: Record<string, string>) =>
      newHouseholdPage.action({
        request: sent(village, "/gov/households/new", { ...fields, ...change }),
        params: {},
        context: {},
      });
    expect((await send({ cause: "" })).status).toBe(422);
    expect((await send({ thirdCause: "因灾" })).status).toBe(422);
    expect((await send({ thirdCause: "没有" })).status).toBe(422);
    const answer = await send({});
    expect(answer.status).toBe(302);
    const id = /households\/([^/]+)\//.exec(answer.headers.get("Location") ?? "")?.[1] ?? "";
    expect(await causesOf(id)).toEqual(["因灾", "缺资金", "缺技术"]);
  });
});
