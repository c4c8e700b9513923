import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { ALERT_KEYS } from "~/settlement/alert";
import { findAlerts } from "~/settlement/alert-store.server";
import { raiseAlerts } from "~/settlement/raise-alerts.server";
import { setAlertRule } from "~/settlement/set-alert-rule.server";
import { workProblem } from "~/settlement/work-problem.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { anApprovedCooperative } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

const VILLAGE = "341021203201";
const NOW = new Date("2026-11-20T02:00:00Z");

let server: WebServer;
let village: Person;
let township: Person;
let county: Person;
let wang: { id: string; number: string };

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  county = await anOfficial("341021");
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

test("a problem is answered by one person and closed by another, later looked at again; a stranger sees nothing", async () => {
  const deadlineOn = dayOf(new Date());
  const opened = await visit(server, village, paths.gov.problems(), {
    kind: "FINDING",
    area: VILLAGE,
    householdNumber: wang.number,
    evidence: "户卡电话 13912345678 打不通",
    deadlineOn,
  });
  expect(opened.status).toBe(302);
  const here = opened.location.split("?")[0] ?? "";
  const problemId = here.split("/").at(-1) ?? "";
  const page = textOf(await visit(server, township, here));
  expect(page).toContain("打不通");
  expect(page).not.toContain("13912345678");
  expect(page).not.toContain("金贵");
  const stranger = await anOfficial("511129");
  expect((await visit(server, stranger, here)).status).toBe(404);
  expect((await visit(server, stranger, here, { step: "answer", note: "x" })).status).toBe(404);

  const step = (person: Person, form: Record<string, string>) => visit(server, person, here, form);
  expect((await step(village, { step: "close", note: "已改" })).status).toBe(422);
  expect((await step(village, { step: "answer" })).status).toBe(422);
  expect((await step(village, { step: "answer", note: "已换号码，入户核对" })).status).toBe(302);
  expect(textOf(await step(village, { step: "close", note: "好了" }))).toContain(
    "须由登记人、责任人、答复人以外的人办理",
  );
  expect((await step(township, { step: "return", note: "缺照片" })).status).toBe(302);
  expect((await step(village, { step: "answer", note: "补了照片" })).status).toBe(302);
  const both = await Promise.all([
    step(township, { step: "close", note: "属实" }),
    step(county, { step: "close", note: "属实" }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([302, 422]);
  expect(textOf(await visit(server, county, paths.gov.problems()))).toContain("100.00 %销号率1 / 1");
  const again = await workProblem({
    actor: county.actor,
    problemId,
    step: { step: "look-back", stays: false, note: "又打不通" },
    now: new Date(),
  });
  expect(again.ok).toBe(true);
  expect(await db().problem.findUniqueOrThrow({ where: { id: problemId } })).toMatchObject({ state: "OPEN" });
  expect(await db().$queryRaw`SELECT * FROM invariant_problem_has_history`).toEqual([]);
});

test("a rule is switched on by somebody who saw how many it finds, and says the same thing once a month", async () => {
  const cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
  await db().cooperative.update({ where: { id: cooperativeId }, data: { declaredHouseholds: 40 } });
  const rule = { areaCode: VILLAGE, key: "DECLARED_NOT_PAID", factor: 100 } as const;
  for (const key of ALERT_KEYS) {
    expect(Array.isArray(await findAlerts(db(), { key, areaCode: "341021", factor: 100, month: "2026-10" })), key).toBe(
      true,
    );
  }
  const set = { actor: township.actor, ...rule, enabled: true, now: NOW };
  expect(await setAlertRule({ ...set, actor: village.actor, seen: 1 })).toMatchObject({
    failure: { kind: "not-found" },
  });
  expect(await setAlertRule({ ...set, seen: 0 })).toEqual({ ok: false, failure: { kind: "found-other", found: 1 } });
  expect(await raiseAlerts({ now: NOW })).toEqual({ raised: 0 });
  expect(await setAlertRule({ ...set, seen: 1 })).toEqual({ ok: true, value: { found: 1 } });
  const twice = await Promise.all([raiseAlerts({ now: NOW }), raiseAlerts({ now: NOW })]);
  expect(twice.map(({ raised }) => raised).sort()).toEqual([0, 1]);
  const problem = await db().problem.findFirstOrThrow({ where: { cooperativeId } });
  expect(problem.evidence).toContain("申报带动 40 户，近 12 个月实付 0 户");
  expect(textOf(await visit(server, township, paths.gov.alerts({ area: VILLAGE })))).toContain("找到 1 件");
});
